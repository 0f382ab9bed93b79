import type { FollowerStore, L2Step } from "@session/l2";
import type { StepBatch, StepSource } from "./l2Views.ts";

const MAX_STEPS = 1_000;

type RawStore = Pick<FollowerStore, "state" | "stepsAfter" | "logs">;

/** The stored steps as a source, without a network: ends at the newest. */
export async function openRawSource(store: RawStore): Promise<StepSource> {
  const state = await store.state();
  const final = state?.safe?.number;
  return {
    finalNumber: () => final,
    async *batches(from, { maxLogs }): AsyncGenerator<StepBatch> {
      if (state === undefined) return;
      const { startBlock, step } = state.config;
      for (let position = from === "start" ? startBlock : from.number; ; ) {
        const steps = await readSteps(store, position, { step, maxLogs });
        const newest = steps.at(-1);
        if (newest === undefined) break;
        position = newest.block.number;
        yield { type: "steps", steps };
      }
      if (state.safe !== null) yield { type: "finalize", block: state.safe };
    },
  };
}

/** Whole steps after `position`, with about `maxLogs` logs; at least one step if there is one. */
async function readSteps(
  store: RawStore,
  position: bigint,
  { step, maxLogs }: { readonly step: bigint; readonly maxLogs: number },
): Promise<L2Step[]> {
  const stored = await store.stepsAfter(position, MAX_STEPS);
  const [first, last] = [stored[0], stored.at(-1)];
  if (first === undefined || last === undefined) return [];
  const since = first.block.number - step;
  const logs = await store.logs(since, last.block.number, maxLogs + 1);
  const tooMany = logs.length > maxLogs ? logs.at(-1) : undefined;
  // The step of the first log that is too many is left for the next time, whole.
  const whole = tooMany === undefined ? stored : stored.filter(({ block }) => block.number < tooMany.blockNumber);
  if (whole.length === 0) return [{ ...first, logs: await store.logs(since, first.block.number) }];
  let next = 0;
  return whole.map(({ block, reads }) => {
    const start = next;
    while (next < logs.length && (logs[next]?.blockNumber ?? 0n) <= block.number) next++;
    return { block, reads, logs: logs.slice(start, next) };
  });
}
