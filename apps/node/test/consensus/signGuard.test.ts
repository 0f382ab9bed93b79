import { mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VoteType } from "@session/protocol";
import { VirtualClock } from "@session/testing";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { SignErrorDetail } from "../../src/signing/errors.ts";
import { FileGuardStore, type GuardRecord, RECORD_SIZE_BYTES } from "../../src/signing/guardStore.ts";
import { NodeSigner } from "../../src/signing/signer.ts";
import { SignGuard } from "../../src/signing/signGuard.ts";
import { keyOf, sharedBls } from "../simulation/keys.ts";
import { GENESIS_HASH, hashOf } from "./support.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "guard-"));
});
afterEach(() => rm(folder, { recursive: true }));

const path = (): string => join(folder, "guard");
const open = (): Promise<SignGuard> => SignGuard.open(new FileGuardStore(path()));
const slot = (height: number, value: string, type: number = VoteType.prevote, round = 0): GuardRecord => ({
  ...{ height, round, type },
  value: hashOf(value),
});
const codeOf = (run: Promise<unknown>): Promise<SignErrorDetail["code"] | "none"> =>
  run.then(
    () => "none" as const,
    (error: { code: SignErrorDetail["code"] }) => error.code,
  );

test("one value per slot, over restarts, whoever asks first", async () => {
  const guard = await open();
  const both = await Promise.all([codeOf(guard.reserve(slot(5, "a"))), codeOf(guard.reserve(slot(5, "b")))]);
  expect(both).toEqual(["none", "SIGN_CONFLICT"]);
  await guard.close();
  const again = await open();
  expect(await codeOf(again.reserve(slot(5, "a")))).toBe("none");
  expect(await codeOf(again.reserve(slot(5, "b")))).toBe("SIGN_CONFLICT");
  expect(await codeOf(again.reserve(slot(5, "b", VoteType.precommit)))).toBe("none");
  expect(again.signedAt(5).map(({ type }) => type)).toEqual([VoteType.prevote, VoteType.precommit]);
  await again.close();
});

test("what is forgotten is refused: nothing below the lowest height kept, attestations apart", async () => {
  const guard = await open();
  await guard.reserve(slot(100, "a"));
  expect(await codeOf(guard.reserve(slot(92, "a")))).toBe("none");
  expect(await codeOf(guard.reserve(slot(91, "a")))).toBe("SIGN_BELOW_LOWEST");
  expect(await codeOf(guard.reserve(slot(50, "a", VoteType.attest)))).toBe("none");
  expect(await codeOf(guard.reserve(slot(50, "b", VoteType.attest)))).toBe("SIGN_CONFLICT");
  await guard.close();
  const again = await open();
  expect(await codeOf(again.reserve(slot(91, "a")))).toBe("SIGN_BELOW_LOWEST");
  await again.close();
});

test("a record cut off by a crash was never signed and is dropped; damage before the end stops the key", async () => {
  const guard = await open();
  for (const name of ["a", "b", "c"]) await guard.reserve(slot(1, name, VoteType.prevote, name.charCodeAt(0)));
  await guard.close();
  const whole = await readFile(path());
  expect(whole.length).toBe(3 * RECORD_SIZE_BYTES);
  await truncate(path(), whole.length - 7);
  const cut = await open();
  expect(cut.signedAt(1).length).toBe(2);
  await cut.reserve(slot(1, "d"));
  await cut.close();
  expect((await open()).signedAt(1).length).toBe(3);
  whole[10] = (whole[10] ?? 0) ^ 1;
  await writeFile(path(), whole);
  expect(await codeOf(open())).toBe("SIGN_GUARD_CORRUPT");
});

test("no history of requests and restarts gets two values for one slot", async () => {
  const requests = fc.array(
    fc.record({
      height: fc.integer({ min: 1, max: 30 }),
      type: fc.integer({ min: 0, max: 3 }),
      value: fc.nat(2),
      restart: fc.boolean(),
    }),
    { maxLength: 40 },
  );
  await fc.assert(
    fc.asyncProperty(requests, async (history) => {
      await rm(path(), { force: true });
      const signed = new Map<string, number>();
      let guard = await open();
      for (const { height, type, value, restart } of history) {
        if (restart) {
          await guard.close();
          guard = await open();
        }
        if ((await codeOf(guard.reserve(slot(height, String(value), type)))) !== "none") continue;
        const key = `${height}:${type}`;
        expect(signed.get(key) ?? value).toBe(value);
        signed.set(key, value);
      }
      await guard.close();
    }),
    { numRuns: 30 },
  );
});

test("the file is rewritten now and then, and forgets no rule by it", async () => {
  const guard = await open();
  for (let height = 1; height <= 1_100; height++)
    for (const type of [0, 1, 2, 3]) await guard.reserve(slot(height, "a", type));
  await guard.close();
  expect((await readFile(path())).length).toBeLessThan(1_000 * RECORD_SIZE_BYTES);
  const again = await open();
  expect(await codeOf(again.reserve(slot(1_100, "b")))).toBe("SIGN_CONFLICT");
  expect(await codeOf(again.reserve(slot(1_000, "b")))).toBe("SIGN_BELOW_LOWEST");
  expect(await codeOf(again.reserve(slot(1_000, "b", VoteType.attest)))).toBe("SIGN_BELOW_LOWEST");
  await again.close();
});

test("a restored key signs only above the highest height seen, after a sync and one proof interval", async () => {
  const clock = new VirtualClock();
  const signer = await NodeSigner.open(
    { genesisHash: GENESIS_HASH, blsSecretKey: keyOf(1).secret, restoredKey: { proofIntervalSec: 10 } },
    { bls: sharedBls, guardStore: new FileGuardStore(path()), clock, nodeId: () => 1 },
  );
  const sign = (height: number) =>
    codeOf(signer.signVote({ height, round: 0, type: VoteType.prevote, value: hashOf("a"), node: 1 }));
  signer.restored?.observe(40);
  expect(await sign(41)).toBe("SIGN_RESTORED_KEY");
  await signer.restored?.synced(41);
  await clock.advance(9_000);
  await signer.restored?.synced(45);
  expect(await sign(46)).toBe("SIGN_RESTORED_KEY");
  await clock.advance(1_000);
  await signer.restored?.synced(46);
  expect(await sign(46)).toBe("SIGN_BELOW_LOWEST");
  expect(await sign(47)).toBe("none");
  await signer.close();
});

test("no signature without its record: a guard that can't write makes the signer refuse", async () => {
  let signatures = 0;
  const bls = {
    ...sharedBls,
    sign: (secret: Uint8Array, message: Uint8Array) => {
      signatures += 1;
      return sharedBls.sign(secret, message);
    },
  };
  const store = new FileGuardStore(path());
  store.append = () => Promise.reject(Object.assign(new Error("disk full"), { code: "ENOSPC" }));
  const signer = await NodeSigner.open(
    { genesisHash: GENESIS_HASH, blsSecretKey: keyOf(1).secret },
    { bls, guardStore: store, clock: new VirtualClock(), nodeId: () => 1 },
  );
  const vote = { height: 1, round: 0, type: VoteType.prevote, value: hashOf("a"), node: 1 };
  await expect(signer.signVote(vote)).rejects.toThrowError(expect.objectContaining({ code: "ENOSPC" }));
  expect(signatures).toBe(0);
  await signer.close();
});

test("an unregistered key and another node's id sign nothing", async () => {
  const clock = new VirtualClock();
  let id: number | undefined;
  const signer = await NodeSigner.open(
    { genesisHash: GENESIS_HASH, blsSecretKey: keyOf(1).secret },
    { bls: sharedBls, guardStore: new FileGuardStore(path()), clock, nodeId: () => id },
  );
  const vote = { height: 1, round: 0, type: VoteType.prevote, value: hashOf("a"), node: 1 };
  expect(await codeOf(signer.signVote(vote))).toBe("SIGN_NOT_REGISTERED");
  id = 2;
  expect(await codeOf(signer.signVote(vote))).toBe("SIGN_WRONG_NODE");
  await signer.close();
});
