import { useUiText } from "../i18n/useUiText.ts";
import { Hex, type HexProps } from "./Hex.tsx";

export type KeyProps = Omit<HexProps, "thing"> & {
  /** What kind: "ed25519 key", "transaction"; "key" without it. */
  thing?: string;
};

/** A key, hash or digest: first 6 … last 4, copy, link. (`value`, not React's `key`.) */
export function Key({ thing, ...props }: KeyProps) {
  const t = useUiText();
  return <Hex {...props} thing={thing ?? t("key.name")} />;
}
