import { serviceNodeRewardsAbi } from "@session/contracts";
import { type PreparedRegistration, registrationArgs } from "@session/sdk";
import { type Chain, encodeAbiParameters, type Hex, keccak256, type PublicClient, type Transport, toHex } from "viem";

/** Slots in the token: OpenZeppelin's ERC20 5.x keeps `_balances` in 0 and `_allowances` in 1. */
const BALANCES_SLOT = 0n;
const ALLOWANCES_SLOT = 1n;
const PLENTY = toHex(10n ** 18n, { size: 32 });

/**
 * What a registration costs in wei at the current fee. No permit is signed for it and the account needn't hold the stake
 * yet: allowance and balance are assumed by a state override.
 */
export async function estimateRegistration(
  client: PublicClient<Transport, Chain>,
  { registration, sesh }: { registration: PreparedRegistration; sesh: Hex },
): Promise<bigint> {
  const { operator, contract } = registration;
  const slots = [mapSlot(operator, BALANCES_SLOT), mapSlot(contract, mapSlot(operator, ALLOWANCES_SLOT))];
  const [gas, { maxFeePerGas }] = await Promise.all([
    client.estimateContractGas({
      address: contract,
      abi: serviceNodeRewardsAbi,
      functionName: "addBLSPublicKey",
      args: [...registrationArgs(registration, 0), []],
      account: operator,
      stateOverride: [{ address: sesh, stateDiff: slots.map((slot) => ({ slot, value: PLENTY })) }],
    }),
    client.estimateFeesPerGas(),
  ]);
  return gas * maxFeePerGas;
}

function mapSlot(key: Hex, slot: bigint | Hex): Hex {
  return keccak256(encodeAbiParameters([{ type: "address" }, { type: "uint256" }], [key, BigInt(slot)]));
}
