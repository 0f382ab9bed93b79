import { serviceNodeRewardsAbi } from "@session/contracts";
import { type PreparedRegistration, registrationArgs } from "@session/sdk";
import {
  type Chain,
  encodeAbiParameters,
  type Hex,
  keccak256,
  maxUint256,
  type PublicClient,
  type Transport,
  toHex,
} from "viem";

/** Slot of `_allowances` in the token: OpenZeppelin's ERC20 5.x keeps `_balances` in 0 and `_allowances` in 1. */
const ALLOWANCES_SLOT = 1n;

/**
 * What a registration costs in wei at the current fee. No permit is signed for it: the allowance is assumed by a state
 * override, so the estimate is of the call with an allowance in place.
 */
export async function estimateRegistration(
  client: PublicClient<Transport, Chain>,
  { registration, sesh }: { registration: PreparedRegistration; sesh: Hex },
): Promise<bigint> {
  const { operator, contract } = registration;
  const slot = mapSlot(contract, mapSlot(operator, ALLOWANCES_SLOT));
  const [gas, { maxFeePerGas }] = await Promise.all([
    client.estimateContractGas({
      address: contract,
      abi: serviceNodeRewardsAbi,
      functionName: "addBLSPublicKey",
      args: [...registrationArgs(registration, 0), []],
      account: operator,
      stateOverride: [{ address: sesh, stateDiff: [{ slot, value: toHex(maxUint256, { size: 32 }) }] }],
    }),
    client.estimateFeesPerGas(),
  ]);
  return gas * maxFeePerGas;
}

function mapSlot(key: Hex, slot: bigint | Hex): Hex {
  return keccak256(encodeAbiParameters([{ type: "address" }, { type: "uint256" }], [key, BigInt(slot)]));
}
