import { SdkError } from "../errors.ts";

/** Pauses before another attempt: about a minute in all, twice what a mainnet node takes to look at L2 again. */
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000];

/**
 * Runs what fetches a certificate and sends it. A registration or an exit in between makes the contract refuse it
 * (`SignerSetChanged`); then it is fetched and sent again, until the node has seen the change.
 *
 * @throws SdkError CONTRACT_REVERTED SignerSetChanged after the last attempt, or whatever `run` throws
 */
export async function withFreshCertificate<T>(run: () => Promise<T>, pausesMs = PAUSES_MS): Promise<T> {
  for (const pauseMs of pausesMs) {
    try {
      return await run();
    } catch (error) {
      if (!isSignerSetChanged(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
  return run();
}

function isSignerSetChanged(error: unknown): boolean {
  return (
    error instanceof SdkError && error.detail.code === "CONTRACT_REVERTED" && error.detail.name === "SignerSetChanged"
  );
}
