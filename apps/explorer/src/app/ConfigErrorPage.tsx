import { defineMessages, useT } from "@session/ui";
import type { ConfigFault } from "../config/network.ts";

const messages = defineMessages("explorer.configError", {
  title: "This explorer isn't set up",
  CONFIG_UNREACHABLE: "It reads where the network is from the file config.json beside it, and couldn't.",
  CONFIG_INVALID: "Its file config.json doesn't say where the network is in the way the explorer needs.",
  next: "If you are a visitor, try again later. If you run this site, correct the file and reload:",
});

/** In place of the explorer when it doesn't know its network. */
export function ConfigErrorPage({ fault: { code, lines } }: { readonly fault: ConfigFault }) {
  const t = useT(messages);
  return (
    <main className="mx-auto flex max-w-prose flex-col gap-4 p-6">
      <h1 className="text-xl">{t("title")}</h1>
      <p>{t(code)}</p>
      <p>{t("next")}</p>
      <ul className="list-disc ps-6 font-mono text-sm">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </main>
  );
}
