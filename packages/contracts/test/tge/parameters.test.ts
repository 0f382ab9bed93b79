import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isDevnetChainId, parseNetworkParameters, planTge } from "../../src/index.ts";
import { account } from "../support/chain.ts";
import { devnetParameters, devnetWith, parameterFile, tgeError } from "./support/parameters.ts";

const SESH = 1_000_000_000n;
const { address: pool } = account(0);
/** Everything a public network's deployer has to decide. */
const OPEN = [
  "l1.holder",
  "l1.registrar",
  "tge.time",
  "tge.revoker",
  "tge.accounts.oxenCoinClaims",
  "tge.accounts.serviceNodeBonus",
  "tge.accounts.treasuryOperational",
  "tge.accounts.ecosystem",
  "tge.grants.treasurySessionNodes",
  "tge.grants.treasuryContributors",
  "tge.grants.treasuryAdvisors",
  "tge.grants.treasuryOperationalLocked",
  "tge.grants.ecosystemLocked",
  "tge.grants.strategicSaleStakeable",
  "tge.grants.strategicSaleLocked",
  "tge.grants.testnetIncentive",
];

describe("parameter files", () => {
  it("of public networks name their chains and bridges, and everything that is still to be decided", () => {
    for (const [name, l1, l2, preset] of [
      ["arbitrumOne", 1, 42161, "mainnet"],
      ["arbitrumSepolia", 11155111, 421614, "stagenet"],
    ] as const) {
      const content = parameterFile(name) as { l1: { chainId: number }; l2: { chainId: number }; preset: string };
      assert.deepEqual([content.l1.chainId, content.l2.chainId, content.preset], [l1, l2, preset]);
      assert.throws(
        () => parseNetworkParameters(content),
        (error) => {
          assert.deepEqual((error as { detail?: unknown }).detail, { code: "TGE_PARAMETER_MISSING", names: OPEN });
          return true;
        },
      );
    }
  });

  it("of the devnet is complete, for devnets only, and plans the whole supply", () => {
    const parameters = devnetParameters();
    assert.ok(isDevnetChainId(parameters.l1.chainId) && isDevnetChainId(parameters.l2.chainId));
    const { transfers, vestings } = planTge(parameters.tge, pool);
    const sum = [...transfers, ...vestings].reduce((all, { amount }) => all + amount, 0n);
    assert.equal(sum, 240_000_000n * SESH);
    assert.deepEqual(
      vestings.filter(({ part }) => part === "treasuryContributors").map(({ amount }) => amount),
      [6_000_000n * SESH, 5_000_000n * SESH - 1n, 1n],
    );
  });

  it("with values of the wrong kind are refused by name", () => {
    for (const [path, value] of [
      ["l1.gateway", "0x0000000000000000000000000000000000000000"],
      ["l2.chainId", "31337"],
      ["preset", "toString"],
      ["tge.time", "2030-05-21"],
      ["tge.time", "2030-13-41T00:00:00Z"],
      ["tge.revoker", "0x12"],
      ["tge.grants.treasuryAdvisors", {}],
      ["tge.grants.treasuryAdvisors.0.sesh", "1e6"],
      ["tge.grants.treasuryAdvisors.0.sesh", "1.0000000001"],
      ["tge.grants.treasuryAdvisors.0.sesh", 1_000_000],
      ["tge.grants.treasuryAdvisors.0.revocable", "yes"],
    ] as const)
      assert.throws(
        () => parseNetworkParameters(devnetWith({ [path]: value })),
        (error) => {
          const detail = (error as { detail?: { code: string; name: string; value: string } }).detail;
          assert.deepEqual(
            [detail?.code, detail?.name, detail?.value],
            ["TGE_PARAMETER_INVALID", path, JSON.stringify(value)],
          );
          return true;
        },
      );
  });

  it("whose grants miss or pass their part by one base unit are refused", () => {
    for (const [sesh, actual] of [
      ["999999.999999999", 1_000_000n * SESH - 1n],
      ["1000000.000000001", 1_000_000n * SESH + 1n],
    ] as const) {
      const { tge } = parseNetworkParameters(devnetWith({ "tge.grants.treasuryAdvisors.0.sesh": sesh }));
      const expected = 1_000_000n * SESH;
      assert.throws(
        () => planTge(tge, pool),
        tgeError({ code: "TGE_SUM_MISMATCH", part: "treasuryAdvisors", expected, actual }),
      );
    }
  });
});
