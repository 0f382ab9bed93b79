import { useUiText } from "../i18n/useUiText.ts";
import { nodeStateLook, type ShownNodeState } from "../model/nodeStateLook.ts";
import { Pill } from "./Pill.tsx";

/** Where a node stands: shape and word, with one sentence that explains it on hover. */
export function StatePill({ state }: { state: ShownNodeState }) {
  const t = useUiText();
  return <Pill {...nodeStateLook[state]} word={t(`state.${state}`)} title={t(`stateHelp.${state}`)} />;
}
