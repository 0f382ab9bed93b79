import { cleanup, render, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, describe, expect, test, vi } from "vitest";
import { flipBit, makeBundle } from "../../../test/support/bundle.ts";
import type { CheckpointBundle } from "../../verify/bundle.ts";
import { verifyCheckpoint } from "../../verify/verifyCheckpoint.ts";
import { Outcome } from "./Outcome.tsx";

const good = makeBundle({ claim: null });
const { certificate, checkpoint } = good;

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function show(bundle: CheckpointBundle): void {
  const verification = { state: "done", steps: [...verifyCheckpoint(bundle)], bundle, error: undefined } as const;
  render(<Outcome verification={verification} onRetry={() => undefined} />);
}

/** Titles of the steps that are shown as failed, with why. */
function failed(): string[] {
  const steps = within(screen.getByRole("list", { name: "Steps of the verification" })).getAllByRole("listitem");
  return steps.filter((step) => within(step).queryByText("failed") !== null).map((step) => step.textContent ?? "");
}

test("a checkpoint that is right says so, and what of it could not be compared", () => {
  show(good);
  expect(screen.getByText("Verified in this browser")).toBeTruthy();
  expect(failed()).toEqual([]);
  expect(screen.getByText("No claim was asked about. Check one below.")).toBeTruthy();
});

describe("one that isn't is refused, and the page says which step failed and why", () => {
  test("one flipped bit of the signature", () => {
    show({ ...good, certificate: { ...certificate, signature: flipBit(certificate.signature, 1_000) } });
    expect(screen.getByText(/The step “Everyone else signed this digest” is wrong/)).toBeTruthy();
    expect(failed()).toEqual([expect.stringMatching(/^Everyone else signed this digest.*isn't a point of the group/)]);
  });

  test("a wrong absentee", () => {
    show({ ...good, certificate: { ...certificate, absent: [2, 300] } });
    expect(screen.getByText(/The step “Enough signed, and those absent are named” is wrong/)).toBeTruthy();
    expect(failed()).toEqual([expect.stringContaining("Bitmap and list disagree about who was absent: 2, 3.")]);
  });

  test("a wrong root", () => {
    show({ ...good, checkpoint: { ...checkpoint, claimsRoot: flipBit(checkpoint.claimsRoot, 7) } });
    expect(screen.getByText(/The step “The block is the one that was signed” is wrong/)).toBeTruthy();
    expect(failed()).toHaveLength(4);
    expect(failed().at(-1)).toContain("The contract holds another root for this height.");
  });
});

test("what is downloaded is what was verified, and the script beside it", async () => {
  const files: Blob[] = [];
  // jsdom keeps no object URLs.
  Object.assign(URL, {
    createObjectURL: (blob: Blob) => `blob:${files.push(blob)}`,
    revokeObjectURL: () => undefined,
  });
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => undefined);
  show(good);
  await userEvent.click(screen.getByRole("button", { name: "Download the data" }));
  await userEvent.click(screen.getByRole("button", { name: "Download the script" }));
  const texts = await Promise.all(files.map((file) => file.text()));
  expect(JSON.parse(texts[0] ?? "")).toEqual(good);
  expect(texts[1]).toContain('import { bls12_381 as bls } from "@noble/curves/bls12-381.js"');
});
