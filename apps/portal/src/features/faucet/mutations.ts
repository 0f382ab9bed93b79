import { SdkError } from "@session/sdk";
import type { Hex } from "viem";
import { z } from "zod";

const funded = z.object({
  address: z.string(),
  amount: z.string().transform(BigInt),
  seshTx: z.string(),
  ethTx: z.string(),
});
const problem = z.object({ status: z.number(), code: z.string(), detail: z.string() });
export type Funded = z.infer<typeof funded>;

/**
 * Asks a faucet for test tokens.
 *
 * @param amount - base units of SESH; ETH for fees comes along
 * @throws SdkError API_PROBLEM, API_UNREACHABLE, API_MALFORMED
 */
export async function requestFunds(url: string, address: Hex, amount: bigint): Promise<Funded> {
  const response = await fetch(`${url}/fund`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ address, amount: amount.toString() }),
  }).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SdkError({ code: "API_UNREACHABLE", url, reason }, `${url} can't be reached.`, { cause: error });
  });
  const json: unknown = await response.json().catch(() => undefined);
  const answer = funded.safeParse(json);
  if (response.ok && answer.success) return answer.data;
  const refused = problem.safeParse(json);
  if (!refused.success)
    throw new SdkError({ code: "API_MALFORMED", url, reason: `status ${response.status}` }, `${url} answered oddly.`);
  const { code, detail, status } = refused.data;
  throw new SdkError({ code: "API_PROBLEM", url, status, apiCode: code }, detail);
}
