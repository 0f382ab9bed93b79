import { useUiText } from "../i18n/useUiText.ts";
import { Hex, type HexProps } from "./Hex.tsx";

export type AddressProps = Omit<HexProps, "thing">;

/** An Ethereum address: first 6 … last 4, a label if known, copy, link. */
export function Address(props: AddressProps) {
  const t = useUiText();
  return <Hex {...props} thing={t("address.name")} />;
}
