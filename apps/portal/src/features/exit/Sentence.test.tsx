import type { NodeDetail, ParamsResponse } from "@session/sdk/indexer-api";
import { findMessageFaults } from "@session/ui";
import { cleanup, render } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { exitMessages } from "./messages.ts";
import { type LeaveKind, leaveKinds } from "./model.ts";
import { Sentence } from "./Sentence.tsx";

const [A, B, C] = [
  "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
  "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
  "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC",
] as const;
const share = (staker: string, whole: number) => ({ staker, returns: String(BigInt(whole) * 1_000_000_000n) });
const params = { durations: { chain: { unlockSec: 15 * 86_400 } } } as ParamsResponse;
const say = (
  kind: LeaveKind,
  shares: readonly object[],
  change: Partial<NodeDetail> = {},
  account: `0x${string}` = A,
) => {
  cleanup();
  const node = { shares, lockedUntil: null, ...change } as NodeDetail;
  render(<Sentence {...{ kind, node, account, params }} isVesting={false} nowSec={1_800_000_000} />);
  return document.body.textContent?.replaceAll("\u00a0", " ") ?? "";
};

afterEach(cleanup);

test("each way out says what happens to all contributors, how much, and when", () => {
  expect(say("requestExit", [share(A, 25_000)])).toMatch(/^Exiting returns 25,000 ?SESH to you in 15 days, about /);
  const three = [share(A, 6_250), share(B, 10_000), share(C, 8_750)];
  expect(say("requestExit", three)).toMatch(
    /^Exiting returns 25,000 ?SESH in 15 days, about .*: 6,250 ?SESH to you and the rest to 2 other contributors\.$/,
  );
  expect(say("exitAfterWait", three)).toMatch(/at once, whatever the network says: 6,250/);
  expect(say("exit", three, { lockedUntil: 4_000_000_000 })).toMatch(
    /stay locked until .*, because the network deregistered/,
  );
  expect(say("exit", [share(B, 25_000)])).toMatch(/to its only contributor at once; nothing goes to you\.$/);
});

test("there are words for every way out and every standing", () => {
  expect(findMessageFaults(exitMessages)).toEqual([]);
  for (const kind of leaveKinds)
    for (const standing of ["alone", "shared", "stranger"] as const)
      expect(exitMessages.messages[`${standing}.${kind}`]).toContain("{total}");
});
