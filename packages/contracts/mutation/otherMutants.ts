import { at, flows, type Mutant } from "./mutant.ts";

const power = [
  ...at(
    { file: "rewards/OwnerSettings.sol", rebuild: ["OwnerSettings"], tests: flows("owner") },
    ["the claim cap can be a switch", '_check("claimCap", value, 50_000 * SESH', '_check("claimCap", value, 0 * SESH'],
    [
      "liquidations above 2 %",
      '_check("poolRatio", pool, 0, most - liquidator);',
      '_check("poolRatio", pool, 0, most);',
    ],
  ),
  // Durations are checked by the façade's constructor.
  ...at({ file: "rewards/OwnerSettings.sol", rebuild: ["ServiceNodeRewards"], tests: flows("owner") }, [
    "a lock longer than the escape",
    '_check("maxLock", d.maxLock, devnet ? 1 : 48 hours, 30 days)',
    '_check("maxLock", d.maxLock, devnet ? 1 : 48 hours, 31 days)',
  ]),
  ...at(
    { file: "rewards/Pauses.sol", rebuild: ["ServiceNodeRewards"], tests: flows("pause") },
    ["pauses follow each other", "block.timestamp < last + COOLDOWN", "block.timestamp < last"],
    [
      "a pause of two weeks and a second",
      "uint256 until = block.timestamp + DURATION;",
      "uint256 until = block.timestamp + DURATION + 1;",
    ],
  ),
  ...at(
    {
      file: "rewards/ServiceNodeRewards.sol",
      rebuild: ["ServiceNodeRewards"],
      tests: flows("pause", "owner", "seeding"),
    },
    [
      "the escape can be paused",
      "exitBLSPublicKeyAfterWaitTime(uint24 id) external override {",
      "exitBLSPublicKeyAfterWaitTime(uint24 id) external override whenRunning {",
    ],
    [
      "anybody revokes",
      "revokeCheckpoint(uint64 height) external override onlyGuardian",
      "revokeCheckpoint(uint64 height) external override",
    ],
    [
      "anybody sets the cap",
      "setClaimCap(uint256 newCap) external override onlyOwner",
      "setClaimCap(uint256 newCap) external override",
    ],
  ).map((mutant) => ({ ...mutant, tests: [...mutant.tests, ...flows("checkpoints")] })),
  ...at({ file: "rewards/Digests.sol", rebuild: ["ServiceNodeRewards"], tests: flows("checkpoints") }, [
    "digests of every chain",
    "VERSION_HASH, block.chainid, address(this)",
    "VERSION_HASH, uint256(31337), address(this)",
  ]),
];

const keys = [
  ...at({ file: "bls/SignerSet.sol", rebuild: ["Exits"], tests: flows("leaving") }, [
    "the sum keeps the key of a node that left",
    "self.aggregate = self.aggregate.subtract(key);",
    "self.aggregate.subtract(key);",
  ]),
  ...at(
    { file: "bls/NonSigners.sol", rebuild: ["ServiceNodeRewards"], tests: flows("checkpoints") },
    ["an absentee named twice", "if (word < least) revert IBlsErrors.NonSignersNotAscending(least - 1, word);", ""],
    ["absentees that aren't active", "if (unknown != 0) revert IBlsErrors.NonSignersNotActive(word, unknown);", ""],
  ),
  ...at(
    { file: "bls/Bls12381.sol", rebuild: ["BlsHarness"], tests: ["bls/verify.test.ts", "bls/proofBatch.test.ts"] },
    ["infinity as a key", "if (isInfinity(point)) revert IBlsErrors.PointAtInfinity();", ""],
    [
      "batches without random coefficients",
      "(uint256(keccak256(abi.encode(seed, i))) & LOW_128) | 1;",
      "1;\n            seed;",
    ],
  ),
  ...at(
    { file: "bls/Eip2537.sol", rebuild: ["BlsHarness"], tests: ["bls/proofBatch.test.ts", "bls/precompiles.test.ts"] },
    [
      "silence of a missing precompile counts",
      "if (returned != outputBytes) revert IBlsErrors.Eip2537Unavailable(precompile);",
      "returned;",
    ],
  ),
];

const tokens = [
  ...at(
    { file: "pool/RewardRatePool.sol", rebuild: ["RewardRatePool"], tests: flows("pool") },
    ["the pool's clock stands still", "$.lastPaidOutTime = uint64(block.timestamp);\n        emit", "emit"],
    [
      "the beneficiary can be changed",
      "if ($.beneficiary != address(0)) revert BeneficiaryAlreadySet($.beneficiary);",
      "",
    ],
    ["15 % instead of 15.1", "ANNUAL_RATE_PER_MILLE = 151", "ANNUAL_RATE_PER_MILLE = 150"],
  ),
  ...at({ file: "token/SESHL2.sol", rebuild: ["SESHL2"], tests: flows("pool") }, [
    "anybody mints",
    "bridgeMint(address account, uint256 amount) external override onlyGateway",
    "bridgeMint(address account, uint256 amount) external override",
  ]),
  ...at(
    {
      file: "contribution/ServiceNodeContribution.sol",
      rebuild: ["ServiceNodeContribution", "ServiceNodeContributionFactory"],
      tests: ["contribution/terms.test.ts", "contribution/withdrawals.test.ts", "contribution/lifecycle.test.ts"],
    },
    [
      "terms can be changed in front of a contribution",
      "if (acceptedTerms != terms) revert TermsChanged(acceptedTerms, terms);",
      "",
    ],
    [
      "contributions can be rescued away",
      "if (!_progress.finalized && _contributions.length != 0) {",
      "if (_progress.finalized && _contributions.length != 0) {",
    ],
    ["withdrawals don't wait", "if (block.timestamp < from) revert WithdrawalTooEarly(uint64(from));", "from;"],
  ),
  ...at(
    { file: "vesting/TokenVesting.sol", rebuild: ["TokenVestingNoStaking"], tests: ["vesting/linear.test.ts"] },
    [
      "a revocation takes what has vested",
      "amount = TOKEN.balanceOf(address(this)) - releasable();",
      "amount = TOKEN.balanceOf(address(this));",
    ],
    [
      "the vested token leaves as a foreign one",
      "if (foreignToken == address(TOKEN)) revert VestedTokenNotForeign(foreignToken);",
      "",
    ],
  ),
  ...at(
    { file: "vesting/TokenVestingStaking.sol", rebuild: ["TokenVestingStaking"], tests: ["vesting/staking.test.ts"] },
    [
      "a pool may take another amount than agreed",
      "if (taken != amount) revert UnexpectedAmount(taken, amount);",
      "taken;",
    ],
  ),
];

/** Faults in who may do what, keys, token, pools and vesting. */
export const otherMutants: readonly Mutant[] = [...power, ...keys, ...tokens];
