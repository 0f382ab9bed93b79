import assert from "node:assert/strict";
import { BaseError, ContractFunctionRevertedError } from "viem";

/** Asserts that a call reverts with the custom error, and gives its arguments. */
export async function revertsWith(call: Promise<unknown>, errorName: string): Promise<readonly unknown[]> {
  const failure = await call.then(
    () => assert.fail(`expected ${errorName}, but the call succeeded`),
    (error: unknown) => error,
  );
  if (!(failure instanceof BaseError)) throw failure;
  const revert = failure.walk((error) => error instanceof ContractFunctionRevertedError);
  if (!(revert instanceof ContractFunctionRevertedError)) throw failure;
  assert.equal(revert.data?.errorName, errorName);
  return revert.data?.args ?? [];
}
