import { cleanup, render, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { useSyncExternalStore } from "react";
import { afterEach, expect, test } from "vitest";
import { explain } from "../../errors/explain.ts";
import { BulkProgress } from "./BulkProgress.tsx";
import type { PlannedStep } from "./model.ts";
import type { BulkQueue, ItemOutcome } from "./queue.ts";
import { BulkRunner, type QueueStore } from "./runner.ts";

const HASH = `0x${"11".repeat(32)}` as const;
const exits = (...ids: number[]): PlannedStep => ({
  via: null,
  items: ids.map((nodeId) => ({ type: "exit", nodeId }) as const),
});
const done: ItemOutcome = { status: "done", amount: "25000000000000", lockedUntil: 0, fault: null };
const refused: ItemOutcome = {
  ...{ status: "refused", amount: "0", lockedUntil: 0 },
  fault: { what: "It is too early for this.", next: "Wait until then.", code: "TooEarly" },
};

function Shown({ runner }: { readonly runner: BulkRunner }) {
  const { queue, isElsewhere } = useSyncExternalStore(runner.subscribe, runner.read);
  return queue === undefined ? <p>closed</p> : <BulkProgress {...{ queue, isElsewhere, runner }} />;
}

/** A queue of the real runner; the wallet answers when the test says so. */
function startRunner(...planned: PlannedStep[]) {
  let kept: BulkQueue | undefined;
  const store: QueueStore = {
    read: () => kept,
    write: (queue) => {
      kept = queue;
    },
    subscribe: () => undefined,
  };
  const runner = new BulkRunner(store, async (run) => {
    await run();
    return true;
  });
  const answers: ((outcomes: readonly ItemOutcome[]) => void)[] = [];
  const send = (_: unknown, onSent: (hash: typeof HASH) => void) => {
    onSent(HASH);
    return new Promise<readonly ItemOutcome[]>((resolve) => answers.push(resolve));
  };
  runner.use({ send, follow: () => Promise.reject(new Error("nothing to follow")), explain });
  runner.start("exit", planned, 1);
  return { runner, answer: (outcomes: readonly ItemOutcome[]) => answers.shift()?.(outcomes) };
}

afterEach(cleanup);

test("must-not-repeat 4.1: every node has the result its transaction had, and what was refused says why", async () => {
  const { runner, answer } = startRunner(exits(1, 2));
  render(<Shown runner={runner} />);
  expect(screen.getByText("Waits to be mined.")).toBeDefined();
  expect(screen.getByText("0 done, 0 failed, 2 to come")).toBeDefined();
  answer([done, refused]);
  expect(await screen.findByText("1 done, 1 failed, 0 to come")).toBeDefined();
  const lineOf = (name: string) => screen.getByRole("link", { name }).closest("li")?.textContent;
  expect(lineOf("Node 1")).toMatch(/25,000.?SESH returned/);
  expect(lineOf("Node 2")).toContain("It is too early for this. Wait until then. Code: TooEarly");
  expect(screen.getByRole("link", { name: "Progress" }).getAttribute("href")).toBe(`/stakes?tx=${HASH}`);
});

test("stop and go on; what failed is tried again alone; the list is closed by its reader", async () => {
  const person = userEvent.setup();
  const { runner, answer } = startRunner(exits(1), exits(2));
  render(<Shown runner={runner} />);
  await person.click(screen.getByRole("button", { name: "Stop after this one" }));
  expect(screen.queryByRole("button", { name: "Close" })).toBeNull();
  answer([done]);
  expect(await screen.findByRole("button", { name: "Go on" })).toBeDefined();
  expect(screen.getByText(/^Stopped/)).toBeDefined();
  await person.click(screen.getByRole("button", { name: "Go on" }));
  answer([refused]);
  await person.click(await screen.findByRole("button", { name: "Try the failed again" }));
  const steps = within(screen.getByRole("list", { name: "Your queue" })).getAllByRole("link", { name: /^Node/ });
  expect(steps.map(({ textContent }) => textContent)).toEqual(["Node 1", "Node 2"]);
  answer([done]);
  await person.click(await screen.findByRole("button", { name: "Close" }));
  expect(await screen.findByText("closed")).toBeDefined();
});
