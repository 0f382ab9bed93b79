import type { Vote } from "@session/protocol";
import type { Random } from "@session/testing";
import type { AttestationStore } from "../../src/attestations/attestationStore.ts";
import type { Clock } from "../../src/consensus/ports.ts";
import type { Wal, WalRecord } from "../../src/consensus/wal.ts";
import type { GuardRecord, GuardStore } from "../../src/signing/guardStore.ts";
import type { FinalBlock } from "./simulatedChain.ts";

/** What a crash leaves: nothing that wasn't synced for certain, some of what was being written. */
export class SimulatedDisk {
  guard: GuardRecord[] = [];
  wal: WalRecord | undefined;
  readonly attestations = new Map<string, Vote>();
  readonly blocks: FinalBlock[] = [];
  readonly #random: Random;
  #pending: { readonly write: () => void; isDone: boolean }[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  /** A write with its fsync: takes a few milliseconds, and may or may not be there if the node dies in them. */
  async sync(clock: Clock, write: () => void): Promise<void> {
    const pending = { write, isDone: false };
    this.#pending.push(pending);
    await new Promise<void>((resolve) => clock.setTimeout(resolve, this.#random.int(0, 5)));
    this.#finish(pending);
    this.#pending = this.#pending.filter((other) => other !== pending);
  }

  crash(): void {
    for (const pending of this.#pending) if (this.#random.chance(0.5)) this.#finish(pending);
    this.#pending = [];
  }

  #finish(pending: { readonly write: () => void; isDone: boolean }): void {
    if (!pending.isDone) pending.write();
    pending.isDone = true;
  }
}

export function guardStoreOf(disk: SimulatedDisk, clock: Clock, isSynced: boolean): GuardStore {
  return {
    load: async () => [...disk.guard],
    append: (record) => {
      const write = () => disk.guard.push(record);
      // The mutant's guard returns while the record is still in memory: the system writes it within five seconds.
      if (!isSynced) clock.setTimeout(write, 5_000);
      return isSynced ? disk.sync(clock, write) : Promise.resolve();
    },
    replace: async (records) => {
      disk.guard = [...records];
    },
    close: async () => undefined,
  };
}

export function walOf(disk: SimulatedDisk, clock: Clock): Wal {
  return {
    load: async () => disk.wal,
    save: (record) =>
      disk.sync(clock, () => {
        disk.wal = record;
      }),
  };
}

export function attestationStoreOf(disk: SimulatedDisk, clock: Clock): AttestationStore {
  const { attestations } = disk;
  return {
    load: async function* () {
      yield* attestations.values();
    },
    save: (votes) =>
      disk.sync(clock, () => {
        for (const vote of votes) attestations.set(`${vote.height}/${vote.node}`, vote);
      }),
    prune: async (below) => {
      for (const [key, vote] of attestations) if (vote.height < below) attestations.delete(key);
    },
  };
}
