import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VoteType } from "@session/protocol";
import { VirtualClock } from "@session/testing";
import { expect, test } from "vitest";
import { BatchVerifier } from "../../src/consensus/batchVerifier.ts";
import { checkEvidence, toEvidenceSets, toVoteEvidence } from "../../src/consensus/rules/evidence.ts";
import { checkFreshBlockTime, freshBlockTime } from "../../src/consensus/rules/proposal.ts";
import { placeHeight } from "../../src/consensus/rules/vote.ts";
import { DEFAULT_TIMEOUTS, proposeTimeoutMs } from "../../src/consensus/timeouts.ts";
import { decodeWal, encodeWal, FileWal } from "../../src/consensus/wal.ts";
import { keyOf, sharedBls, sharedCrypto } from "../simulation/keys.ts";
import { GENESIS_HASH, hashOf, SILENT, signedVote } from "./support.ts";

test("must-not-repeat 3.5: block times are seconds, clocks milliseconds, tolerances as designed", () => {
  const codeAt = (time: number, nowMs: number, proposeMs = 3_000) => {
    const verdict = checkFreshBlockTime({
      time,
      parentTime: 1_000,
      intervalSec: 2,
      nowMs,
      proposeTimeoutMs: proposeMs,
    });
    return verdict.ok ? "ok" : verdict.code;
  };
  expect(codeAt(1_001, 1_001_000)).toBe("PROPOSAL_TIME_TOO_EARLY");
  expect(codeAt(1_002, 1_002_000)).toBe("ok");
  expect(codeAt(1_010, 1_005_000)).toBe("ok");
  expect(codeAt(1_010, 1_004_999)).toBe("PROPOSAL_TIME_FUTURE");
  expect(codeAt(1_010, 1_018_000)).toBe("ok");
  expect(codeAt(1_010, 1_018_001)).toBe("PROPOSAL_TIME_PAST");
  expect(codeAt(1_010, 1_018_001, 3_500)).toBe("ok");
  expect(freshBlockTime(1_000, 2, 1_001_500)).toBe(1_002);
  expect(freshBlockTime(1_000, 2, 1_900_999)).toBe(1_900);
});

test("timeouts grow with the round, up to a minute", () => {
  expect([0, 1, 10].map((round) => proposeTimeoutMs(round, DEFAULT_TIMEOUTS))).toEqual([3_000, 3_500, 8_000]);
  expect(proposeTimeoutMs(1_000_000, DEFAULT_TIMEOUTS)).toBe(60_000);
});

test("heights are placed by the head and by what the clock allows", () => {
  const place = (height: number, nowSec: number) =>
    placeHeight(height, { height: 100, time: 1_000 }, { intervalSec: 2, nowMs: nowSec * 1_000 });
  expect([95, 96, 100, 101, 102, 103].map((height) => place(height, 1_002))).toEqual([
    ...["old", "late", "late", "current", "next", "ahead"],
  ]);
  // Twelve seconds on, six blocks can have come, and a few by clocks that run ahead.
  expect(place(130, 1_002)).toBe("far");
  expect(place(1_300, 4_000)).toBe("ahead");
});

test("a bad signature fails alone in its batch; what waits is bounded", async () => {
  const clock = new VirtualClock();
  let batches = 0;
  const crypto = {
    ...sharedCrypto,
    findInvalid: async (sets: Parameters<typeof sharedCrypto.findInvalid>[0]) => {
      batches += 1;
      return sharedCrypto.findInvalid(sets);
    },
  };
  const verifier = new BatchVerifier({ batchSize: 8, batchMs: 25, maxPending: 10 }, { crypto, clock, logger: SILENT });
  const message = hashOf("message");
  const sets = [1, 2, 3, 4, 5].map((id) => ({
    publicKey: keyOf(id).publicKey,
    message,
    signature: sharedBls.sign(keyOf(id === 3 ? 9 : id).secret, message),
  }));
  const verdicts = Promise.all(sets.map((set) => verifier.verify(set)));
  await clock.advance(24);
  expect(batches).toBe(0);
  await clock.advance(1);
  expect(await verdicts).toEqual([true, true, false, true, true]);
  expect(batches).toBe(1);
  const many = Array.from({ length: 12 }, () =>
    verifier.verify(sets[0] ?? { publicKey: message, message, signature: message }),
  );
  await clock.advance(25);
  expect((await Promise.all(many)).filter((verdict) => verdict === undefined).length).toBe(2);
  verifier.close();
  expect(await verifier.verify(sets[1] ?? { publicKey: message, message, signature: message })).toBeUndefined();
});

test("evidence: two signatures of one node for one slot that exclude each other, and both verify", () => {
  const [first, second] = [signedVote(2), signedVote(2, { value: hashOf("b") })];
  const evidence = toVoteEvidence(first, second);
  expect(checkEvidence(evidence)).toEqual({ ok: true });
  const sets = toEvidenceSets(GENESIS_HASH, evidence, keyOf(2).publicKey);
  expect(sets.map(({ publicKey, message, signature }) => sharedBls.verify(publicKey, message, signature))).toEqual([
    ...[true, true],
  ]);
  expect(checkEvidence(toVoteEvidence(first, first))).toMatchObject({ code: "EVIDENCE_NO_CONFLICT" });
  expect(checkEvidence({ ...evidence, type: 4 })).toMatchObject({ code: "EVIDENCE_TYPE" });
  expect(checkEvidence({ ...evidence, firstValidRoundPlusOne: 1 })).toMatchObject({ code: "EVIDENCE_VALID_ROUND" });
  const moved = toEvidenceSets(GENESIS_HASH, { ...evidence, type: VoteType.precommit }, keyOf(2).publicKey);
  expect(moved.some(({ publicKey, message, signature }) => sharedBls.verify(publicKey, message, signature))).toBe(
    false,
  );
});

test("the log on disk is the last one saved, and none where there was none", async () => {
  const folder = await mkdtemp(join(tmpdir(), "wal-"));
  try {
    const wal = new FileWal(join(folder, "wal"));
    expect(await wal.load()).toBeUndefined();
    for (const height of [1, 2]) await wal.save({ height, locked: undefined, valid: undefined, blocks: [] });
    expect(await new FileWal(join(folder, "wal")).load()).toMatchObject({ height: 2 });
    expect(await readdir(folder)).toEqual(["wal"]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("the log keeps locks and notices every flipped bit", () => {
  const lock = { round: 3, hash: Buffer.from(hashOf("a")).toString("hex") };
  const record = { height: 9, locked: lock, valid: { ...lock, round: 5 }, blocks: [] };
  const bytes = encodeWal(record);
  expect(decodeWal(bytes, "wal")).toEqual(record);
  expect(decodeWal(encodeWal({ ...record, locked: undefined }), "wal").locked).toBeUndefined();
  for (let at = 0; at < bytes.length; at++) {
    const broken = bytes.slice();
    broken[at] = (broken[at] ?? 0) ^ 4;
    expect(() => decodeWal(broken, "wal")).toThrowError(expect.objectContaining({ code: "WAL_CORRUPT" }));
  }
});
