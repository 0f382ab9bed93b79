import { createIndexerClient, type PreparedRegistration, registrationToJson, SdkError } from "@session/sdk";
import { NodeError } from "../errors.ts";

export type PostedRegistration = {
  /** Indexers that keep it now. */
  readonly kept: readonly { readonly url: string; readonly expiresAt: number }[];
  /** What to say of those that couldn't be reached. */
  readonly unreachable: readonly string[];
};

/**
 * Hands a prepared registration to indexers, for the operator's wallet to find. One that can't be reached is passed over as
 * long as another keeps it.
 *
 * @throws NodeError REGISTRATION_REFUSED when any of them refuses it, INDEXER_UNREACHABLE when none answers
 */
export async function postRegistration(
  registration: PreparedRegistration,
  indexers: readonly string[],
): Promise<PostedRegistration> {
  const body = registrationToJson(registration);
  const answers = await Promise.allSettled(
    indexers.map((url) => createIndexerClient({ url }).postRegistration({ body })),
  );
  const kept: { url: string; expiresAt: number }[] = [];
  const unreachable: string[] = [];
  for (const [index, answer] of answers.entries()) {
    const url = indexers[index] ?? "";
    if (answer.status === "fulfilled") kept.push({ url, expiresAt: answer.value.expiresAt });
    else unreachable.push(unlessRefused(url, answer.reason));
  }
  if (kept.length > 0) return { kept, unreachable };
  const reason = unreachable.join(" ");
  const message = `No indexer took the registration. ${reason} Try again, name another with --indexer <url>, or hand it over yourself with --print.`;
  throw new NodeError({ code: "INDEXER_UNREACHABLE", urls: [...indexers], reason }, message);
}

/** Words for an indexer that is away or broken; one that refuses has looked at the registration. */
function unlessRefused(indexer: string, error: unknown): string {
  if (!(error instanceof SdkError)) throw error;
  const { detail, message } = error;
  if (detail.code !== "API_PROBLEM" || detail.status >= 500) return message;
  const { apiCode } = detail;
  const problem = { code: "REGISTRATION_REFUSED", reason: message, indexer, apiCode } as const;
  throw new NodeError(problem, `Not registering: the indexer refuses it. ${message}`, { cause: error });
}
