import type { AddressRewards } from "@session/sdk/indexer-api";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { ClaimNotes, WindowMeter } from "./ClaimNotes.tsx";
import { toClaimLimits } from "./model.ts";

const SESH = 1_000_000_000n;
const amount = (whole: bigint) => String(whole * SESH);
const NOON = Date.UTC(2026, 10, 20, 12) / 1_000;
const claims = {
  capPerCycle: amount(1_000_000n),
  capPerRecipient: amount(250_000n),
  cycleSec: 43_200,
  cycleEndsAt: NOON,
};
const limits = (claimable: bigint, left: bigint, own: bigint) =>
  toClaimLimits(
    { claimable: amount(claimable), checkpointHeight: 5, accepted: { height: 5 } } as AddressRewards,
    { claims },
    { left: left * SESH, leftForRecipient: own * SESH, endsAt: NOON },
    NOON - 60,
  );

afterEach(cleanup);

test("must-not-repeat 4.5: what the cycle has left stands there, and until when", () => {
  render(<WindowMeter limits={limits(100n, 911_880n, 250_000n)} />);
  expect(screen.getByRole("meter").getAttribute("aria-valuetext")).toBe("911,880 of 1,000,000 left until 12:00 UTC");
  expect(screen.getByRole("meter").getAttribute("aria-valuenow")).toBe("91.18");
});

test("must-not-repeat 4.5: a cap has words: whose it is, how much is left, when the next cycle begins", () => {
  const words = (claimable: bigint, left: bigint, own: bigint) => {
    cleanup();
    render(<ClaimNotes limits={limits(claimable, left, own)} />);
    return document.body.textContent ?? "";
  };
  expect(words(300_000n, 911_880n, 250_000n)).toMatch(
    /^One recipient is paid a part of each cycle only: 250,000.?SESH more/,
  );
  expect(words(300n, 200n, 200n)).toMatch(/^This cycle pays 200.?SESH more to all/);
  expect(words(300n, 0n, 0n)).toMatch(/^This cycle's limit is used up. Nothing is lost/);
  expect(words(300n, 911_880n, 250_000n)).toBe("");
  expect(words(0n, 911_880n, 250_000n)).toMatch(/^Nothing to claim yet/);
});

test("without the contract's word no figures are made up", () => {
  const unknown = { ...limits(100n, 1n, 1n), isWindowKnown: false };
  render(<WindowMeter limits={unknown} />);
  expect(screen.queryByRole("meter")).toBeNull();
  expect(screen.getByText(/may pay less than shown/)).toBeDefined();
});
