import { L2Error } from "./errors.ts";
import { type PanelModules, ProviderPanel } from "./providers.ts";
import type { FollowerOptions } from "./types.ts";

/**
 * Asks every provider for its chain id before anything is started. A provider that is down while another answers is
 * only logged.
 *
 * @throws L2Error `WRONG_CHAIN_ID` if any serves another chain, `PROVIDER_DOWN` if none answers.
 */
export async function checkProviders(
  options: FollowerOptions,
  modules: PanelModules & { readonly signal: AbortSignal },
): Promise<void> {
  const { signal } = modules;
  const { members } = new ProviderPanel(options, modules);
  const attempts = await Promise.all(
    members.map((member) => member.attempt(() => member.checkChainId(signal), signal)),
  );
  const errors = attempts.flatMap((attempt) => (attempt.ok ? [] : [attempt.error]));
  const wrong = errors.find(({ code }) => code === "WRONG_CHAIN_ID");
  if (wrong !== undefined) throw wrong;
  if (errors.length < attempts.length) return;
  const providers = members.map(({ name }) => name);
  const reason = errors.map(({ detail }) => ("reason" in detail ? detail.reason : detail.code)).join("; ");
  throw new L2Error(
    { code: "PROVIDER_DOWN", providers, reason, retryInMs: null },
    `no L2 provider answers (${providers.join(", ")}): ${reason}. Check the URLs and whether the L2 node runs.`,
    { cause: errors[0] },
  );
}
