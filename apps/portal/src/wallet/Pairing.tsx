import { Banner, CopyButton, defineMessages, Skeleton, useT } from "@session/ui";
import { useEffect, useState } from "react";
import type { Connector } from "wagmi";
import { QrImage } from "./QrImage.tsx";

const messages = defineMessages("portal.pairing", {
  scan: "Scan this code with your wallet's app",
  code: "QR code to pair your wallet with",
  open: "On this device: open the wallet's app",
  link: "the pairing link",
  slow: "WalletConnect's servers don't answer. Check your connection; it goes on as soon as they do.",
});

const SLOW_MS = 10_000;

/** What a wallet on another device pairs by, as soon as WalletConnect has made it. */
export function Pairing({ connector }: { readonly connector: Connector }) {
  const t = useT(messages);
  const [uri, setUri] = useState<string>();
  useEffect(() => {
    const onMessage = ({ type, data }: { type: string; data?: unknown }) => {
      if (type === "display_uri" && typeof data === "string" && data.startsWith("wc:")) setUri(data);
    };
    connector.emitter.on("message", onMessage);
    return () => connector.emitter.off("message", onMessage);
  }, [connector]);
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, []);
  if (uri === undefined) return isSlow ? <Banner tone="warn" title={t("slow")} /> : <Skeleton lines={6} />;
  return (
    <div className="flex flex-col items-start gap-3">
      <p>{t("scan")}</p>
      <QrImage text={uri} label={t("code")} />
      <p className="flex items-center gap-2">
        <a href={uri} className="underline">
          {t("open")}
        </a>
        <CopyButton text={uri} thing={t("link")} />
      </p>
    </div>
  );
}
