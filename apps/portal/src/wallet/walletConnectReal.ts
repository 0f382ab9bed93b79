import { walletConnect } from "wagmi/connectors/walletConnect";

/** wagmi's connector; the portal draws the QR code itself, so no dialog of a third party is loaded. */
export function makeWalletConnect(projectId: string) {
  const { origin } = location;
  return walletConnect({
    projectId,
    showQrModal: false,
    telemetryEnabled: false,
    metadata: {
      name: "Session staking",
      description: "Stake SESH, run a Session Node, and claim what it earns.",
      url: origin,
      icons: [`${origin}/icon.svg`],
    },
  });
}
