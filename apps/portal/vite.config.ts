import { defineSite } from "@session/web/build";

/**
 * The only sockets: of WalletConnect, and opened only where `/config.json` has a project id. That file is read after the
 * policy is set, so the policy can't depend on it; a site without a project id should narrow it by its own header.
 */
const WALLETCONNECT_RELAYS = ["wss://relay.walletconnect.org", "wss://relay.walletconnect.com"];

export default defineSite({
  sockets: WALLETCONNECT_RELAYS,
  alias: { "@reown/appkit/core": `${import.meta.dirname}/src/wallet/noModal.ts` },
});
