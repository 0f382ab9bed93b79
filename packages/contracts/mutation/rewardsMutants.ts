import { at, flows, INVARIANT, type Mutant } from "./mutant.ts";

const leaving = at(
  { file: "rewards/Exits.sol", rebuild: ["Exits"], tests: flows("leaving") },
  [
    "a contributor is small at exactly a quarter too",
    "stake * SMALL_PARTS < deposit",
    "stake * SMALL_PARTS <= deposit",
  ],
  [
    "a repeat starts the wait again",
    "if (slot.leaveRequestedAt == 0) slot.leaveRequestedAt",
    "if (slot.leaveRequestedAt != type(uint32).max) slot.leaveRequestedAt",
  ],
  ["repeats are not limited", "_requireTime(slot.lastLeaveRequestAt + repeat)", "_requireTime(slot.addedAt)"],
  [
    "strangers may ask for an exit",
    "if (stake == 0) revert IServiceNodeRewardsErrors.NotContributor(id, msg.sender);",
    "",
  ],
  ["no least age", "_requireTime(slot.addedAt + minExitAge)", "_requireTime(slot.addedAt)"],
  ["locks without end", "return uint64(Math.min(lockedUntil, block.timestamp + maxLock));", "return lockedUntil;"],
  ["a locked stake is paid before its time", "_requireTime(lock.lockedUntil);", ""],
  ["a locked stake is paid twice", "$.locks[id].withdrawn = true;", ""],
  ["the escape doesn't wait", "_requireTime(slot.leaveRequestedAt + exitWait);", ""],
  [
    "the escape needs no request",
    "if (slot.leaveRequestedAt == 0) revert IServiceNodeRewardsErrors.ExitNotRequested(id);",
    "",
  ],
  ["the pool's share is rounded down", "Math.Rounding.Ceil", "Math.Rounding.Floor"],
  [
    "the penalty is taken from the last contributor",
    "shares[0].amount -= penalty;",
    "shares[shares.length - 1].amount -= penalty;",
  ],
  [
    "stakes go to beneficiaries",
    "token.safeTransfer(shares[i].staker, shares[i].amount)",
    "token.safeTransfer(shares[i].beneficiary, shares[i].amount)",
  ],
  [
    "the principal keeps what was returned",
    "$.funds.totalPrincipal = (uint256($.funds.totalPrincipal) - returned).toUint96();",
    "",
  ],
  [
    "the principal keeps the penalty",
    "$.funds.totalPrincipal = (uint256($.funds.totalPrincipal) - penalty).toUint96();",
    "",
  ],
  ["a key stays reserved after its node left", "delete $.idByKeyHash[keyHash];", ""],
  ["a liquidation takes an exit's leaf", "Claims.KIND_LIQUIDATION, id", "Claims.KIND_EXIT, id"],
);

const claims = at(
  { file: "rewards/Claims.sol", rebuild: ["ServiceNodeRewards"], tests: flows("claims") },
  ["principal protection off by the payment", "if (balance < principal + needed) {", "if (balance < principal) {"],
  ["claimed forgets", "r.claimed = (uint256(r.claimed) + paid)", "r.claimed = (uint256(paid))"],
  ["the recipient's part isn't counted", "r.spent = (uint256(r.spent) + paid).toUint96();", ""],
  ["the cycle's sum isn't counted", "funds.spent = (uint256(funds.spent) + paid).toUint64();", ""],
  ["the amount asked for is ignored", "Math.min(lifetimeRewards - r.claimed, amount)", "lifetimeRewards - r.claimed"],
  ["the view forgets the rollover", "if (funds.cycle != cycle) funds.spent = 0;\n        left = ", "left = "],
  ["a failing pool fails every claim", "if (success) balance = token", "require(success);\n        balance = token"],
);

const checkpoints = at(
  { file: "rewards/Checkpoints.sol", rebuild: ["ServiceNodeRewards"], tests: flows("checkpoints") },
  ["one absentee too many", "uint256 third = (nodes - 1) / 3;", "uint256 third = nodes / 3;"],
  [
    "the signature isn't checked",
    "if (!Bls12381.verify(key, Digests.checkpoint(c), signature)) {",
    "if (signature.length == 0) {",
  ],
  ["times of the future", "if (c.time > latestTime) revert", "if (c.time > latestTime + 1) revert"],
  ["times that stand still", "if (c.time <= head.time) revert", "if (c.time < head.time) revert"],
  [
    "heights can be burnt",
    "if (c.height > highest) revert IServiceNodeRewardsErrors.CheckpointHeightTooFast(c.height, uint64(highest));",
    "",
  ],
  [
    "another root at a known height",
    "if ($.roots[slot] != c.claimsRoot) revert IServiceNodeRewardsErrors.CheckpointConflict(c.height);",
    "",
  ],
  [
    "stale certificates reach the pairing",
    "if (version != expectedSetVersion) revert",
    "if (version < expectedSetVersion) revert",
  ],
  ["a revoked root stays", "$.roots[slot] = 0;", ""],
);

const registration = at(
  { file: "rewards/Registrations.sol", rebuild: ["Registrations"], tests: flows("registration", "seeding") },
  [
    "registration without proof of possession",
    "if (!Bls12381.verify(key, digest, proofOfPossession)) revert IServiceNodeRewardsErrors.InvalidProofOfPossession();",
    "digest; proofOfPossession;",
  ],
  [
    "seeds without proof of possession",
    "if (!Bls12381.verifyBatch(keys, digests, proofsOfPossession)) {",
    "if (proofsOfPossession.length == 0) {",
  ],
  ["a key in use registers again", "if (holder != 0) revert", "if (holder == type(uint256).max) revert"],
  ["keys without limit", "_limitRate($, id);", ""],
  ["one key a minute too many", "$.nodes[id - limit].addedAt", "$.nodes[id - limit - 1].addedAt"],
  [
    "the operator's quarter is rounded down",
    "Math.ceilDiv(requirement, OPERATOR_PARTS)",
    "requirement / OPERATOR_PARTS",
  ],
  ["stakes need not sum up", "if (sum != requirement) revert", "if (sum > requirement) revert"],
  [
    "the same staker twice",
    "if (shares[j].staker == share.staker) revert IServiceNodeRewardsErrors.DuplicateContributor(share.staker);",
    "",
  ],
  ["the stake isn't taken", "token.safeTransferFrom(msg.sender, address(this), requirement);", ""],
  [
    "fees above 100 %",
    "if (record.feeBps > MAX_FEE_BPS) revert IServiceNodeRewardsErrors.FeeTooHigh(record.feeBps, MAX_FEE_BPS);",
    "",
  ],
);

/** Faults that only a sequence of calls shows, and the stateful model has to find by itself. */
const sequences = at(
  { file: "rewards/Exits.sol", rebuild: ["Exits"], tests: [INVARIANT] },
  ["[model] a locked stake is paid twice", "$.locks[id].withdrawn = true;", ""],
  [
    "[model] locks without end",
    "return uint64(Math.min(lockedUntil, block.timestamp + maxLock));",
    "return lockedUntil;",
  ],
  [
    "[model] an exit by proof forgets the lock when the node has asked to leave",
    "if (lock != 0) {\n            $.locks",
    "if (lock != 0 && $.nodes[id].leaveRequestedAt == 0) {\n            $.locks",
  ],
);

/** Faults of the arithmetic, found by random cases against a model of it. */
const splits = at(
  { file: "rewards/Exits.sol", rebuild: ["Exits"], tests: flows("liquidationSplit") },
  ["[split] the pool's share is rounded down", "Math.Rounding.Ceil", "Math.Rounding.Floor"],
  [
    "[split] the liquidator's share is rounded up",
    "Math.mulDiv(deposit, s.liquidatorRatio, sum)",
    "Math.mulDiv(deposit, s.liquidatorRatio, sum, Math.Rounding.Ceil)",
  ],
  ["[split] parts of the recipient's part, not of the sum", "+ s.poolRatio + s.recipientRatio", "+ s.recipientRatio"],
  ["[split] a lock forgets the penalty", "Lock(lock, penalty.toUint96(), false)", "Lock(lock, 0, false)"],
);

/** Faults in leaving, claims, checkpoints and registration. */
export const rewardsMutants: readonly Mutant[] = [
  ...leaving,
  ...claims,
  ...checkpoints,
  ...registration,
  ...sequences,
  ...splits,
];
