import type { NodeDetail, StakeAction } from "@session/sdk/indexer-api";
import { expect, test } from "vitest";
import { isPausable, leaveActionsOf, lockOf, toLeaveSentence } from "./model.ts";

const A = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const B = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const C = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const share = (staker: string, returns: string) => ({ staker, returns }) as NodeDetail["shares"][number];
const action = (type: StakeAction["type"], change: Partial<StakeAction> = {}) =>
  ({ type, isPossible: true, amount: null, ...change }) as StakeAction;
const kinds = (...actions: StakeAction[]) => leaveActionsOf(actions).map(({ type }) => type);

test("everybody's part is named, addresses in any case (must-not-repeat 4.7)", () => {
  const shares = [share(A, "10"), share(B, "20"), share(C, "30")];
  const sentence = toLeaveSentence(shares, B.toLowerCase());
  expect(sentence).toMatchObject({ total: 60n, toAccount: 20n, others: 2 });
  expect(sentence.shares.map(({ isAccount }) => isAccount)).toEqual([false, true, false]);
  expect(sentence.standing).toBe("shared");
  expect(toLeaveSentence([share(A, "10")], A)).toMatchObject({ others: 0, standing: "alone" });
  // Anybody may send most of these.
  expect(toLeaveSentence([share(A, "10")], B)).toMatchObject({ toAccount: 0n, others: 1, standing: "stranger" });
});

test("the way without the network is offered while the one with it has to wait, locks, or isn't there", () => {
  const withoutConsent = action("exitAfterWait", { amount: "10" });
  expect(kinds(withoutConsent)).toEqual(["exitAfterWait"]);
  expect(kinds(action("exit", { amount: "10" }), withoutConsent)).toEqual(["exit"]);
  expect(kinds(action("exit", { amount: "10", isPossible: false }), withoutConsent)).toEqual(["exit", "exitAfterWait"]);
  const unproved = { amount: "10", isPossible: false, waitsForCheckpoint: true };
  expect(kinds(action("exit", unproved), withoutConsent)).toEqual(["exit"]);
  expect(kinds(action("exit", { amount: "0" }), withoutConsent)).toEqual(["exit", "exitAfterWait"]);
  expect(kinds(action("claim"), action("requestExit"), action("withdrawLocked"))).toEqual([
    "requestExit",
    "withdrawLocked",
  ]);
});

test("leaving by proof locks a deregistered node's stake; nothing else does", () => {
  expect(lockOf("exit", { lockedUntil: 50 }, 10)).toBe(50);
  expect(lockOf("exit", { lockedUntil: 5 }, 10)).toBeUndefined();
  expect(lockOf("exitAfterWait", { lockedUntil: 50 }, 10)).toBeUndefined();
  expect(lockOf("exit", { lockedUntil: null }, 10)).toBeUndefined();
});

test("a pause stops the exit by proof alone", () => {
  expect((["requestExit", "exit", "exitAfterWait", "withdrawLocked"] as const).filter(isPausable)).toEqual(["exit"]);
});
