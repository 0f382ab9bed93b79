import { expect, test } from "vitest";
import { directPath, pathOf } from "./model.ts";

const HASH = `0x${"ab".repeat(32)}` as const;

test("only an address is opened at once: a number may be a node or a block, 32 bytes a block, a key or a transaction", () => {
  expect(directPath(`0x${"Ab".repeat(20)}`)).toBe(`/address/0x${"Ab".repeat(20)}`);
  for (const text of ["7", HASH, "abcd", "0x12"]) expect(directPath(text)).toBeUndefined();
});

test("every kind of hit has a page", () => {
  expect(pathOf({ type: "block", height: 7, hash: HASH })).toBe("/blocks/7");
  expect(pathOf({ type: "transaction", txHash: HASH, blockNumber: "1" })).toBe(`/tx/${HASH}`);
  expect(pathOf({ type: "node", id: 3, ed25519: HASH, operator: "0x00" })).toBe("/nodes/3");
  expect(pathOf({ type: "pool", address: "0x01", nodeId: null })).toBe("/pools/0x01");
  expect(pathOf({ type: "address", address: "0x02", isKnown: false })).toBe("/address/0x02");
});
