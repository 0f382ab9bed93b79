import { expect, test } from "vitest";
import { blstBls } from "../../test/blstBls.ts";
import {
  exit,
  liquidate,
  newChain,
  REQUIREMENT,
  register,
  registration,
  requestExit,
  withEvents,
} from "../../test/nodeEvents.ts";
import { ClaimKind } from "../claims/claimKind.ts";
import { soloContributor, testHash } from "../testing/chainBuilder.ts";
import { nodeKeys, testAddress } from "../testing/nodeKeys.ts";

test("must-not-repeat §3.6: a refused registration says why and becomes a removed node that may exit unlocked", () => {
  const chain = newChain();
  const solo = (amount: bigint) => [soloContributor("operator 256", amount)];
  const quarter = REQUIREMENT / 4n;
  const pool = (operatorStake: bigint) => [
    soloContributor("operator 256", operatorStake),
    soloContributor("b", REQUIREMENT - operatorStake),
  ];
  const keys1 = nodeKeys(blstBls, 1);
  const keys256 = nodeKeys(blstBls, 256);
  const good = registration(chain, 256);
  const crowd = Array.from({ length: 11 }, (_, i) => soloContributor(`${i}`, i === 0 ? REQUIREMENT - 10n : 1n));
  const cases: Record<string, ReturnType<typeof registration>> = {
    none: registration(chain, 256, { contributors: pool(quarter) }),
    FEE_TOO_HIGH: registration(chain, 256, { feeBps: 10_001 }),
    CONTRIBUTORS_OUT_OF_RANGE: registration(chain, 256, { contributors: crowd }),
    OPERATOR_NOT_FIRST: { ...good, operator: testAddress("else") },
    CONTRIBUTOR_STAKE_ZERO: registration(chain, 256, {
      contributors: [...solo(REQUIREMENT), soloContributor("b", 0n)],
    }),
    CONTRIBUTOR_DUPLICATE: registration(chain, 256, { contributors: [...solo(quarter), ...solo(3n * quarter)] }),
    STAKE_MISMATCH: registration(chain, 256, { contributors: solo(REQUIREMENT - 1n) }),
    OPERATOR_STAKE_TOO_LOW: registration(chain, 256, { contributors: pool(quarter - 1n) }),
    BLS_KEY_INVALID: registration(chain, 256, { keys: { ...keys256, blsKey: new Uint8Array(48) } }),
    BLS_KEY_IN_USE: registration(chain, 256, { keys: { ...keys256, blsKey: keys1.blsKey } }),
    ED25519_SIGNATURE_INVALID: { ...good, ed25519Signature: new Uint8Array(64) },
    ED25519_KEY_IN_USE: registration(chain, 256, { keys: { ...keys1, blsKey: keys256.blsKey } }),
  };
  for (const [code, data] of Object.entries(cases)) {
    const { state, hash } = chain;
    const { outcomes, state: after } = chain.next(withEvents(chain, register(data)));
    const [outcome] = outcomes;
    expect(outcome?.result === "rejected" ? outcome.code : "none").toBe(code);
    if (code !== "none") {
      expect(after.node(256)?.removed).toEqual({ reason: "rejected", at: after.time });
      expect(after.attesters()).toHaveLength(4);
      expect(after.claims().proofOf(ClaimKind.exit, 256n)?.value).toBe(0n);
      expect(after.claims().proofOf(ClaimKind.liquidation, 256n)).toBeUndefined();
    }
    chain.built.pop();
    chain.state = state;
    chain.hash = hash;
  }
});

test("must-not-repeat §5.5: a refused registration reserves no ed25519 key, and its owner may register", () => {
  const chain = newChain();
  const victim = nodeKeys(blstBls, "victim");
  const squatter = { ...registration(chain, 256, { keys: { ...victim, blsKey: nodeKeys(blstBls, 256).blsKey } }) };
  const forged = { ...squatter, ed25519Signature: squatter.ed25519Signature.with(0, 0) };
  const { outcomes } = chain.next(
    withEvents(chain, register(forged), register(registration(chain, 257, { keys: victim }))),
  );
  expect(outcomes.map(({ result }) => result)).toEqual(["rejected", "applied"]);
  // Once somebody has it, nobody else gets it, until that node has left the contract.
  const again = registration(chain, 258, { keys: { ...victim, blsKey: nodeKeys(blstBls, 258).blsKey } });
  const second = registration(chain, 259, { keys: { ...victim, blsKey: nodeKeys(blstBls, 259).blsKey } });
  const later = chain.next(withEvents(chain, register(again), exit(257), register(second)));
  expect(later.outcomes.map((outcome) => (outcome.result === "rejected" ? outcome.code : "applied"))).toEqual([
    "ED25519_KEY_IN_USE",
    "applied",
    "applied",
  ]);
});

test("what can't be applied is rejected with a code, never thrown", () => {
  const chain = newChain();
  const l2Number = chain.state.l2Number + 1;
  const raw = (logIndex: number, kind: number, payload: Uint8Array) => ({
    ...{ l2Number, logIndex, txHash: testHash("raw"), kind, payload },
  });
  const parameter = (kind: "StakingRequirementUpdated" | "MaxContributorsUpdated", value: bigint) => ({
    kind,
    data: { value },
  });
  const { events = [] } = withEvents(
    chain,
    requestExit(99),
    exit(99),
    liquidate(99),
    register(registration(chain, 0)),
    register({ ...registration(chain, 256), id: 2 ** 24 }),
    register({ ...registration(chain, 256), id: 1 }),
    { kind: "NewSeededServiceNode", data: registration(chain, 300) },
    parameter("StakingRequirementUpdated", 0n),
    parameter("StakingRequirementUpdated", 2n ** 100n),
    parameter("MaxContributorsUpdated", 17n),
    requestExit(300),
  );
  const records = [raw(11, 200, new Uint8Array(5)), raw(12, 3, new Uint8Array(5)), raw(13, 3, new Uint8Array())];
  const { outcomes } = chain.next({ l2Number, events, records });
  expect(outcomes.map((outcome) => (outcome.result === "rejected" ? outcome.code : "applied"))).toEqual([
    "UNKNOWN_NODE",
    "UNKNOWN_NODE",
    "UNKNOWN_NODE",
    "NODE_ID_OUT_OF_RANGE",
    "NODE_ID_OUT_OF_RANGE",
    "NODE_ID_TAKEN",
    "SEEDED_AFTER_START",
    "PARAMETER_OUT_OF_RANGE",
    "PARAMETER_OUT_OF_RANGE",
    "PARAMETER_OUT_OF_RANGE",
    "NODE_ALREADY_REMOVED",
    "UNKNOWN_KIND",
    "MALFORMED_PAYLOAD",
    "MALFORMED_PAYLOAD",
  ]);
});

test("a changed requirement and contributor limit hold from their log on", () => {
  const chain = newChain();
  const half = REQUIREMENT / 2n;
  const { outcomes } = chain.next(
    withEvents(
      chain,
      register(registration(chain, 256)),
      { kind: "StakingRequirementUpdated", data: { value: half } },
      register(registration(chain, 257)),
      register(registration(chain, 258, { contributors: [soloContributor("operator 258", half)] })),
      { kind: "MaxContributorsUpdated", data: { value: 1n } },
    ),
  );
  expect(outcomes.map(({ result }) => result)).toEqual(["applied", "applied", "rejected", "applied", "applied"]);
  expect([chain.state.stakingRequirement, chain.state.maxContributors]).toEqual([half, 1]);
});
