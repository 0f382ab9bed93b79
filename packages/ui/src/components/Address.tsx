import { toChecksumAddress } from "../format/toChecksumAddress.ts";
import { useUiText } from "../i18n/useUiText.ts";
import { Hex, type HexProps } from "./Hex.tsx";

export type AddressProps = Omit<HexProps, "thing">;

/** An Ethereum address in EIP-55: first 6 … last 4, a label if known, copy, link. */
export function Address({ value, ...rest }: AddressProps) {
  const t = useUiText();
  return <Hex {...rest} value={toChecksumAddress(value)} thing={t("address.name")} />;
}
