import { beforeEach, expect, test } from "vitest";
import { SentStore, type SentTransaction } from "./sent.ts";

const hashOf = (digit: string) => `0x${digit.repeat(64)}` as const;
const sent = (digit: string, sentAtMs = 1_000): SentTransaction => ({
  hash: hashOf(digit),
  chainId: 1,
  account: "0xaa",
  nonce: null,
  sentAtMs,
  functionName: "claimRewards",
  path: "/stakes",
});
const hashes = (store: SentStore) => store.list().map(({ hash }) => hash);

beforeEach(() => localStorage.clear());

test("what was sent is there after a reload, newest first, until it is settled", () => {
  new SentStore(localStorage).remember(sent("1"));
  new SentStore(localStorage).remember(sent("2"));
  const reloaded = new SentStore(localStorage);
  expect(hashes(reloaded)).toEqual([hashOf("2"), hashOf("1")]);
  reloaded.forget(hashOf("2"));
  expect(hashes(new SentStore(localStorage))).toEqual([hashOf("1")]);
});

test("a transaction is there once, with what is known of it last", () => {
  const store = new SentStore(localStorage);
  store.remember(sent("a"));
  store.remember({ ...sent("A"), nonce: 7 });
  expect(store.list()).toHaveLength(1);
  expect(store.find(hashOf("a"))?.nonce).toBe(7);
});

test("what is too old or too much is dropped", () => {
  const store = new SentStore(localStorage);
  store.remember(sent("f", 0));
  const later = 8 * 24 * 3_600_000;
  for (let index = 0; index < 25; index++)
    store.remember({ ...sent("0", later), hash: `0x${index.toString().padStart(64, "0")}` });
  expect(store.list()).toHaveLength(20);
  expect(store.find(hashOf("f"))).toBeUndefined();
});

test("listeners hear of changes, and the list stays the same array without one", () => {
  const store = new SentStore(localStorage);
  let heard = 0;
  const end = store.onChange(() => heard++);
  expect(store.list()).toBe(store.list());
  store.remember(sent("1"));
  store.forget(hashOf("9"));
  expect(heard).toBe(1);
  end();
  store.forget(hashOf("1"));
  expect(heard).toBe(1);
});

test("another tab's changes are seen; what isn't ours is left out", () => {
  const store = new SentStore(localStorage);
  let heard = 0;
  store.onChange(() => heard++);
  localStorage.setItem("session.sent", JSON.stringify([{ hash: "javascript:x" }, sent("3"), 5]));
  globalThis.dispatchEvent(new StorageEvent("storage", { key: "session.sent" }));
  expect(heard).toBe(1);
  expect(hashes(store)).toEqual([hashOf("3")]);
  localStorage.setItem("session.sent", "{");
  expect(store.list()).toEqual([]);
});
