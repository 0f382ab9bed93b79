import { defineMessages, useT } from "@session/ui";
import { usePortal } from "../app/portal.ts";
import { AlertsSection } from "../features/settings/AlertsSection.tsx";
import { AppearanceSection } from "../features/settings/AppearanceSection.tsx";
import { BurnerSection } from "../features/settings/BurnerSection.tsx";
import { LocalDataSection } from "../features/settings/LocalDataSection.tsx";
import { WatchedSection } from "../features/settings/WatchedSection.tsx";
import { useWallet } from "../wallet/useWallet.ts";
import { WatchAsset } from "../wallet/WatchAsset.tsx";
import { useWatched } from "../wallet/watched.ts";

const messages = defineMessages("portal.settingsPage", { title: "Settings" });

export function SettingsPage() {
  const t = useT(messages);
  const { config } = usePortal();
  const { address } = useWallet();
  const { list } = useWatched();
  const addresses = [...(address === undefined ? [] : [address]), ...list.map((watched) => watched.address)];
  return (
    <>
      <h1 className="text-xl">{t("title")}</h1>
      <WatchAsset />
      <AppearanceSection />
      <WatchedSection />
      <AlertsSection addresses={[...new Set(addresses)]} />
      {config.burnerWallet && <BurnerSection />}
      <LocalDataSection hasBurner={config.burnerWallet} />
    </>
  );
}
