import { fromAffinePublicKey } from "@session/bls/blst";
import { serviceNodeRewardsAbi } from "@session/contracts";
import type { L2Log } from "@session/l2";
import { encodeL2Event, type L2Event, type L2EventRecord } from "@session/protocol";
import { decodeEventLog, type Hex, hexToBytes, numberToBytes } from "viem";

type DecodedLog = ReturnType<typeof decode>;
type Args<Name extends NonNullable<DecodedLog>["eventName"]> = Extract<
  NonNullable<DecodedLog>,
  { eventName: Name }
>["args"];
type ContributorArgs = Args<"NewServiceNode">["contributors"];

/** Logs of the rewards contract as block records, in log order; logs of kinds that don't enter blocks are left out. */
export function toL2EventRecords(logs: readonly L2Log[]): L2EventRecord[] {
  return logs
    .map(toL2Event)
    .filter((event) => event !== undefined)
    .map(encodeL2Event);
}

export function toL2Event(log: L2Log): L2Event | undefined {
  const decoded = decode(log);
  if (decoded === undefined) return undefined;
  const at = { l2Number: Number(log.blockNumber), logIndex: log.logIndex, txHash: hexToBytes(log.transactionHash) };
  switch (decoded.eventName) {
    case "NewServiceNode":
      return { ...at, kind: "NewServiceNode", data: registrationOf(decoded.args) };
    case "NewSeededServiceNode":
      return { ...at, kind: "NewSeededServiceNode", data: seedOf(decoded.args) };
    case "ServiceNodeExitRequest": {
      const { id, contributor } = decoded.args;
      return { ...at, kind: "ServiceNodeExitRequest", data: { id, initiator: hexToBytes(contributor) } };
    }
    case "ServiceNodeExit": {
      const { id, returned, lockedUntil } = decoded.args;
      return { ...at, kind: "ServiceNodeExit", data: { id, returned, lockedUntil: Number(lockedUntil) } };
    }
    case "ServiceNodeLiquidated": {
      const { id, liquidator, liquidatorPenalty, poolPenalty, lockedUntil } = decoded.args;
      const penalty = liquidatorPenalty + poolPenalty;
      const data = { id, liquidator: hexToBytes(liquidator), penalty, lockedUntil: Number(lockedUntil) };
      return { ...at, kind: "ServiceNodeLiquidated", data };
    }
    case "StakingRequirementUpdated":
      return { ...at, kind: "StakingRequirementUpdated", data: { value: decoded.args.stakingRequirement } };
    case "MaxContributorsUpdated":
      return { ...at, kind: "MaxContributorsUpdated", data: { value: decoded.args.maxContributors } };
    default:
      return undefined;
  }
}

function decode(log: L2Log) {
  try {
    return decodeEventLog({
      abi: serviceNodeRewardsAbi,
      topics: log.topics as [Hex, ...Hex[]],
      data: log.data,
      strict: true,
    });
  } catch {
    // An event of an implementation this node doesn't know: not one of those that enter blocks.
    return undefined;
  }
}

function registrationOf(args: Args<"NewServiceNode">) {
  const { ed25519Pubkey, ed25519Signature0, ed25519Signature1, feeBps } = args.params;
  const ed25519Signature = new Uint8Array([...toWord(ed25519Signature0), ...toWord(ed25519Signature1)]);
  return { ...keysOf(args, ed25519Pubkey), ed25519Signature, feeBps };
}

function seedOf(args: Args<"NewSeededServiceNode">) {
  // A seeded key's ed25519 half was checked when the genesis file was built; the contract stores no signature for it.
  return { ...keysOf(args, args.ed25519Pubkey), ed25519Signature: new Uint8Array(64), feeBps: args.feeBps };
}

function keysOf(
  args: { id: number; operator: Hex; blsPubkey: Hex; contributors: ContributorArgs },
  ed25519Key: bigint,
) {
  return {
    id: args.id,
    operator: hexToBytes(args.operator),
    blsKey: fromAffinePublicKey(hexToBytes(args.blsPubkey)),
    ed25519Key: toWord(ed25519Key),
    contributors: args.contributors.map(({ staker, beneficiary, amount }) => ({
      staker: hexToBytes(staker),
      beneficiary: hexToBytes(beneficiary),
      amount,
    })),
  };
}

function toWord(value: bigint): Uint8Array {
  return numberToBytes(value, { size: 32 });
}
