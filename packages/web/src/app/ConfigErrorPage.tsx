import { defineMessages, useT } from "@session/ui";
import type { ConfigFault } from "../config/readConfig.ts";

const messages = defineMessages("web.configError", {
  title: "{site, select, portal {This portal isn't set up} other {This explorer isn't set up}}",
  CONFIG_UNREACHABLE: "It reads where the network is from the file config.json beside it, and couldn't.",
  CONFIG_INVALID:
    "{site, select, portal {Its file config.json doesn't say where the network is in the way the portal needs.} other {Its file config.json doesn't say where the network is in the way the explorer needs.}}",
  next: "If you are a visitor, try again later. If you run this site, correct the file and reload:",
});

export type SiteName = "portal" | "explorer";

/** In place of a site that doesn't know its network. */
export function ConfigErrorPage({ site, fault }: { readonly site: SiteName; readonly fault: ConfigFault }) {
  const t = useT(messages);
  return (
    <main className="mx-auto flex max-w-prose flex-col gap-4 p-6">
      <h1 className="text-xl">{t("title", { site })}</h1>
      <p>{t(fault.code, { site })}</p>
      <p>{t("next")}</p>
      <ul className="list-disc ps-6 font-mono text-sm">
        {fault.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </main>
  );
}
