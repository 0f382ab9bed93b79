/**
 * Stands in for `@reown/appkit/core`, WalletConnect's own dialog: the portal draws the pairing code itself, and the dialog's
 * code, never run, would put all of viem into the first load (it imports the whole of it where it is needed).
 */
export function createAppKit(): never {
  throw new Error("there is no dialog of WalletConnect's here");
}
