import * as contracts from "@session/contracts";
import { SdkError } from "@session/sdk";
import { indexerRoutes, type Route } from "@session/sdk/indexer-api";
import { findMessageFaults } from "@session/ui";
import * as viem from "viem";
import { BaseError, InsufficientFundsError, UserRejectedRequestError } from "viem";
import { describe, expect, test } from "vitest";
import * as wagmi from "wagmi";
import { apiWords } from "./apiErrors.ts";
import { contractErrorWords } from "./contractErrors.ts";
import { contractErrorFigures, toFigures } from "./contractFigures.ts";
import { explain, explainApiCode, explainContractError } from "./explain.ts";
import { errorMessages, tables } from "./teller.ts";

type AbiError = { type: string; name: string; inputs: readonly { name: string; type: string }[] };
const errors = Object.entries(contracts)
  .filter(([name]) => name.endsWith("Abi"))
  .flatMap(([, abi]) => abi as readonly AbiError[])
  .filter(({ type }) => type === "error");
const names = new Set(errors.map(({ name }) => name));
const codes = new Set(Object.values<Route>(indexerRoutes).flatMap(({ problems = [] }) => problems));

describe("every refusal has words", () => {
  test("every error of every ABI, and no words for errors that are gone", () => {
    expect(names.size).toBeGreaterThan(100);
    expect([...names].filter((name) => explainContractError(name) === undefined)).toEqual([]);
    expect(Object.keys(contractErrorWords).filter((name) => !names.has(name))).toEqual([]);
  });

  test("those of vesting contracts, pools and the token are among them", () => {
    for (const abi of [contracts.tokenVestingStakingAbi, contracts.serviceNodeContributionAbi, contracts.seshAbi])
      expect((abi as readonly AbiError[]).filter(({ type }) => type === "error").length).toBeGreaterThan(5);
  });

  test("every problem of every route", () => {
    expect(codes.size).toBeGreaterThan(15);
    expect([...codes].filter((code) => explainApiCode(code) === undefined)).toEqual([]);
  });

  test("every code of wallets and RPCs that viem knows, and every error of a node", () => {
    const known = Object.entries(viem).flatMap(([name, value]) => {
      const { code, nodeMessage } = value as { code?: unknown; nodeMessage?: unknown };
      return typeof code === "number" || nodeMessage !== undefined ? [{ name, code }] : [];
    });
    expect(known.length).toBeGreaterThan(30);
    const told = known.map(({ name, code }) => {
      const error = Object.assign(new Error("x"), typeof code === "number" && code !== 3 ? { code } : { name });
      return [name, explain(error).what] as const;
    });
    expect(told.filter(([, what]) => what === tables.fallback.UNKNOWN[0])).toEqual([]);
  });

  test("every error of wagmi's that has to do with a wallet", () => {
    const known = Object.keys(wagmi).filter((name) => /^(Connector|Chain|Provider).*Error$/.test(name));
    expect(known.length).toBeGreaterThan(4);
    const told = known.map((name) => [name, explain(Object.assign(new Error("x"), { name })).code]);
    expect(told.filter(([name, code]) => name !== code)).toEqual([]);
  });

  test("sentences end, and show neither bytes nor names of errors", () => {
    for (const words of Object.values(tables).flatMap((table) => Object.values<readonly string[]>(table)))
      for (const sentence of words) {
        expect(sentence).toMatch(/^(?:[A-Z]|\{\w+\} ).*\.$/);
        expect(sentence.replace(/\{\w+\}/g, "")).not.toMatch(/0x|[a-z][A-Z]/);
      }
  });

  test("all are ICU messages", () => {
    expect(Object.values(errorMessages).flatMap((catalogue) => findMessageFaults(catalogue))).toEqual([]);
  });
});

describe("errors told with figures", () => {
  const figured = Object.entries(contractErrorFigures);

  test.each(figured)("%s has the arguments of the ABI, in its order, and says them", (name, { args, words }) => {
    const ofAbi = errors.filter((error) => error.name === name);
    expect(ofAbi.length).toBeGreaterThan(0);
    for (const { inputs } of ofAbi) expect(inputs.map((input) => input.name)).toEqual(Object.keys(args));
    for (const [, said] of words.join(" ").matchAll(/\{(\w+)\}/g)) expect(Object.keys(args)).toContain(said);
  });

  test("amounts in SESH, fees in per cent, dates in words", () => {
    expect(explainContractError("ContributionBelowMinimum", [1_500_000_000n, 781_250_000_000n])?.what).toBe(
      "The pool takes 781.25 SESH at least, not 1.5.",
    );
    expect(explainContractError("FeeTooHigh", [10_001n, 10_000n])?.what).toContain("100.01 %");
    expect(toFigures("ERC2612ExpiredSignature", [1_800_000_000n], "en")?.deadline).toMatch(/2027/);
    expect(explainContractError("NodeNotActive", [7])?.what).toBe("Node 7 has left, or was never there.");
  });

  test("arguments of another form are left out, not shown", () => {
    for (const args of [[], ["0xdead", 5n], [1n, 2n, 3n]])
      expect(explainContractError("ContributionBelowMinimum", args)?.what).toBe(
        contractErrorWords.ContributionBelowMinimum[0],
      );
    expect(toFigures("ERC2612ExpiredSignature", [2n ** 64n - 1n], "en")).toBeUndefined();
  });
});

describe("explain", () => {
  test("a revert by its name, with the time it works from", () => {
    const detail = { code: "CONTRACT_REVERTED", name: "TooEarly", args: [1_800_000_000n], action: "exit" } as const;
    expect(explain(new SdkError(detail, "exit would fail"))).toEqual({
      what: "It is too early for this.",
      next: "Wait until then, and try again.",
      code: "TooEarly",
      from: 1_800_000_000,
      isRefusal: false,
    });
  });

  test("a revert nobody knows shows none of its bytes", () => {
    const detail = { code: "CONTRACT_REVERTED", name: "0xdeadbeef", args: [], action: "exit" } as const;
    const { what, next, code } = explain(new SdkError(detail, "0xdeadbeef"));
    expect(`${what}${next}${code}`).not.toContain("0x");
  });

  test("a declined signature is no failure, however deep it lies", () => {
    const refused = new UserRejectedRequestError(new Error("no"));
    expect(explain(new BaseError("failed", { cause: refused })).isRefusal).toBe(true);
    expect(explain({ code: 4001 }).isRefusal).toBe(true);
  });

  test("a revert that viem decoded, without the SDK", () => {
    const revert = Object.assign(new BaseError("reverted"), { data: { errorName: "PoolFull", args: [] } });
    expect(explain(new BaseError("failed", { cause: revert })).code).toBe("PoolFull");
  });

  test("an error of the SDK's inside another", () => {
    const detail = { code: "NOT_LIQUIDATABLE", nodeId: 1 } as const;
    expect(explain(new Error("x", { cause: new SdkError(detail, "no") })).code).toBe("NOT_LIQUIDATABLE");
  });

  test("a part of the portal that isn't there any more", () => {
    const error = new TypeError("Failed to fetch dynamically imported module: http://x/assets/a.js");
    expect(explain(error).next).toBe("Reload the page.");
  });

  test("a loop of causes ends", () => {
    const loop = new Error("x");
    loop.cause = loop;
    expect(explain(loop).code).toBe("UNKNOWN");
  });

  test("no ETH for the fee", () => {
    const error = new BaseError("failed", { cause: new InsufficientFundsError() });
    expect(explain(error).code).toBe("InsufficientFundsError");
  });

  test("an API's problem by its code, an unknown one by the fallback", () => {
    const problem = (apiCode: string) =>
      new SdkError({ code: "API_PROBLEM", url: "http://x", status: 404, apiCode }, "not found");
    expect(explain(problem("NOT_FOUND")).what).toBe(apiWords.NOT_FOUND[0]);
    expect(explain(problem("toString")).code).toBe("toString");
    expect(explain(new Error("x")).code).toBe("UNKNOWN");
  });
});
