import * as contracts from "@session/contracts";
import { SdkError } from "@session/sdk";
import { indexerRoutes, type Route } from "@session/sdk/indexer-api";
import { BaseError, InsufficientFundsError, UserRejectedRequestError } from "viem";
import { describe, expect, test } from "vitest";
import { apiWords } from "./apiErrors.ts";
import { contractErrorWords } from "./contractErrors.ts";
import { explain, explainApiCode, explainContractError } from "./explain.ts";
import { walletWords } from "./walletErrors.ts";

const names = new Set(
  Object.entries(contracts)
    .filter(([name]) => name.endsWith("Abi"))
    .flatMap(([, abi]) => abi as readonly { type: string; name?: string }[])
    .flatMap(({ type, name }) => (type === "error" && name !== undefined ? [name] : [])),
);
const codes = new Set(Object.values<Route>(indexerRoutes).flatMap(({ problems = [] }) => problems));

describe("every refusal has words", () => {
  test("every error of every ABI, and no words for errors that are gone", () => {
    expect(names.size).toBeGreaterThan(100);
    expect([...names].filter((name) => explainContractError(name) === undefined)).toEqual([]);
    expect(Object.keys(contractErrorWords).filter((name) => !names.has(name))).toEqual([]);
  });

  test("every problem of every route", () => {
    expect(codes.size).toBeGreaterThan(15);
    expect([...codes].filter((code) => explainApiCode(code) === undefined)).toEqual([]);
  });

  test("sentences end, and show neither bytes nor names of errors", () => {
    for (const words of [contractErrorWords, apiWords, walletWords].flatMap((table) => Object.values(table)))
      for (const sentence of words) {
        expect(sentence).toMatch(/^[A-Z].*\.$/);
        expect(sentence).not.toMatch(/0x|[a-z][A-Z]/);
      }
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
