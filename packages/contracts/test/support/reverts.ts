import assert from "node:assert/strict";
import { decodeErrorResult, type Hex } from "viem";
import {
  devnetL1GatewayAbi,
  devnetL2GatewayAbi,
  rewardRatePoolAbi,
  serviceNodeContributionAbi,
  serviceNodeContributionFactoryAbi,
  serviceNodeRewardsAbi,
  seshAbi,
  seshL2Abi,
  tokenVestingNoStakingAbi,
  tokenVestingStakingAbi,
} from "../../src/index.ts";

const errors = [
  ...serviceNodeRewardsAbi,
  ...rewardRatePoolAbi,
  ...seshL2Abi,
  ...serviceNodeContributionAbi,
  ...serviceNodeContributionFactoryAbi,
  ...seshAbi,
  ...tokenVestingNoStakingAbi,
  ...tokenVestingStakingAbi,
  ...devnetL1GatewayAbi,
  ...devnetL2GatewayAbi,
].filter(({ type }) => type === "error");

/** Asserts that a call reverts with the custom error, and gives its arguments. */
export async function revertsWith(call: Promise<unknown>, errorName: string): Promise<readonly unknown[]> {
  const failure = await call.then(
    () => assert.fail(`expected ${errorName}, but the call succeeded`),
    (error: unknown) => error,
  );
  const data = revertDataOf(failure);
  if (data === undefined) throw failure;
  const decoded = decodeErrorResult({ abi: errors, data });
  assert.equal(decoded.errorName, errorName);
  return (decoded.args ?? []) as readonly unknown[];
}

/** The simulated chain gives the data as a field in some answers and in its message in others. */
function revertDataOf(error: unknown): Hex | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { data, raw } = cause as { data?: unknown; raw?: unknown };
    for (const found of [raw, data, (data as { data?: unknown } | undefined)?.data])
      if (typeof found === "string" && found.startsWith("0x")) return found as Hex;
    const inMessage = /return data: (0x[0-9a-f]+)/.exec(cause.message)?.[1];
    if (inMessage !== undefined) return inMessage as Hex;
  }
  return undefined;
}
