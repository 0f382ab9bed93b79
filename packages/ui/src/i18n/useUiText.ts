import { uiMessages } from "./english.ts";
import { useT } from "./I18nProvider.tsx";

/** The words of this package's own components. */
export const useUiText = () => useT(uiMessages);
