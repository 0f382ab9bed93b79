// @vitest-environment node
import { encodeNonSigners } from "@session/protocol";
import { describe, expect, test } from "vitest";
import { flipBit, makeBundle, NODE_IDS } from "../../test/support/bundle.ts";
import type { CheckpointBundle } from "./bundle.ts";
import { toHex } from "./bytes.ts";
import { checkAbsentees, checkSet, checkSignature } from "./signerSteps.ts";
import { type StepId, toVerdict } from "./steps.ts";
import { verifyCheckpoint } from "./verifyCheckpoint.ts";

const good = makeBundle();
const stepsOf = (bundle: CheckpointBundle) => [...verifyCheckpoint(bundle)];

/** What each failed step says, by step. */
function faultsOf(bundle: CheckpointBundle): Partial<Record<StepId, string>> {
  return Object.fromEntries(
    stepsOf(bundle).flatMap((step) => (step.state === "failed" ? [[step.id, step.fault.code]] : [])),
  );
}

const withCertificate = (part: Partial<CheckpointBundle["certificate"]>): CheckpointBundle => ({
  ...good,
  certificate: { ...good.certificate, ...part },
});
const withContract = (part: Partial<CheckpointBundle["contract"]>): CheckpointBundle => ({
  ...good,
  contract: { ...good.contract, ...part },
});
const naming = (absent: readonly number[]) => {
  const signed = NODE_IDS.filter((id) => !absent.includes(id));
  return { nonSigners: toHex(encodeNonSigners([...NODE_IDS], signed)), absent: [...absent], signed };
};

describe("a checkpoint made by the network's own code", () => {
  test("passes every step", () => {
    const steps = stepsOf(good);
    expect(steps.map(({ id, state }) => [id, state])).toEqual([
      ["block", "ok"],
      ["digest", "ok"],
      ["set", "ok"],
      ["absentees", "ok"],
      ["signature", "ok"],
      ["root", "ok"],
      ["claim", "ok"],
    ]);
    expect(toVerdict(steps)).toEqual({ state: "ok", firstFailed: null });
  });

  test("passes with nobody absent, and without a claim or a stored root", () => {
    const bundle = makeBundle({ absent: [], claim: null });
    const steps = stepsOf({ ...bundle, contract: { ...bundle.contract, storedRoot: `0x${"00".repeat(32)}` } });
    expect(steps.slice(-2).map((step) => step.state === "open" && step.gap)).toEqual(["ROOT_NOT_STORED", "NO_CLAIM"]);
    expect(toVerdict(steps).state).toBe("ok");
  });

  test("is open, not verified, while steps are missing or the contract's set can't be read", () => {
    expect(toVerdict(stepsOf(good).slice(0, 4)).state).toBe("open");
    expect(toVerdict(stepsOf(withContract({ aggregateKey: null }))).state).toBe("open");
  });
});

describe("one flipped bit", () => {
  test("of the signature, any of its 2,048, fails the step signature alone", () => {
    const bits = Array.from({ length: 2_048 }, (_, bit) => flipBit(good.certificate.signature, bit));
    const { keys } = checkSet(good);
    const { absent } = checkAbsentees(good);
    const results = bits.map((signature) => checkSignature(withCertificate({ signature }), { keys, absent }));
    expect(results.filter(({ state }) => state !== "failed")).toEqual([]);
    for (const bit of [0, 130, 900, 2_047]) {
      const faults = faultsOf(withCertificate({ signature: flipBit(good.certificate.signature, bit) }));
      expect(Object.keys(faults)).toEqual(["signature"]);
    }
  });

  test("of the digest, the block's hash, the root, the header", () => {
    const { checkpoint, header } = good;
    const altered = (part: Partial<CheckpointBundle["checkpoint"]>) => ({
      ...good,
      checkpoint: { ...checkpoint, ...part },
    });
    expect(faultsOf({ ...good, digest: flipBit(good.digest, 17) })).toEqual({ digest: "DIGEST" });
    expect(faultsOf(altered({ blockHash: flipBit(checkpoint.blockHash, 255) }))).toEqual({
      block: "HEADER_HASH",
      digest: "DIGEST",
      signature: "PAIRING",
    });
    expect(faultsOf(altered({ claimsRoot: flipBit(checkpoint.claimsRoot, 3) }))).toEqual({
      block: "HEADER_FIELD",
      digest: "DIGEST",
      signature: "PAIRING",
      root: "ROOT",
      claim: "PROOF",
    });
    expect(faultsOf({ ...good, header: { ...header, stateRoot: flipBit(header.stateRoot, 9) } })).toEqual({
      block: "HEADER_HASH",
    });
    expect(faultsOf({ ...good, header: { ...header, reveal: "0x00" } })).toEqual({ block: "MALFORMED" });
  });

  test("of a key of the contract, or of its sum", () => {
    const [first, ...rest] = good.contract.nodes;
    if (first === undefined) throw new Error("no nodes");
    const nodes = [{ ...first, key: flipBit(first.key, 700) }, ...rest];
    expect(faultsOf(withContract({ nodes }))).toEqual({ set: "SET_KEY" });
    expect(faultsOf(withContract({ aggregateKey: flipBit(good.contract.aggregateKey ?? "0x", 80) }))).toEqual({
      set: "SET_SUM",
    });
  });
});

describe("a certificate that lies about who signed", () => {
  test("a wrong absentee, named everywhere: nobody can tell but by the signature", () => {
    expect(faultsOf(withCertificate(naming([2, 300])))).toEqual({ signature: "PAIRING" });
  });

  test("a wrong absentee in the bitmap alone, or in the list alone", () => {
    const { nonSigners } = naming([2, 300]);
    expect(faultsOf(withCertificate({ nonSigners }))).toEqual({ absentees: "ABSENT_DIFFER", signature: "PAIRING" });
    expect(faultsOf(withCertificate({ absent: [2, 300] }))).toEqual({ absentees: "ABSENT_DIFFER" });
    expect(faultsOf(withCertificate({ signed: [1, 2, 5] }))).toEqual({ absentees: "SIGNED_DIFFER" });
  });

  test("an absentee that did sign, and one less than were away", () => {
    expect(faultsOf(withCertificate(naming([3])))).toEqual({ signature: "PAIRING" });
    expect(faultsOf(withCertificate(naming([])))).toEqual({ signature: "PAIRING" });
  });

  test("too few signers for the contract, though they all did sign", () => {
    const few = makeBundle({ absent: [1, 2, 3] });
    expect(faultsOf(few)).toEqual({ absentees: "TOO_FEW" });
    expect(faultsOf(withContract({ absenteeCap: "1" }))).toEqual({ absentees: "TOO_FEW" });
  });

  test("everyone absent: the key would be infinity (must-not-repeat §1.14)", () => {
    const faults = faultsOf(withCertificate({ ...naming(NODE_IDS), signature: `0x${"00".repeat(256)}` }));
    expect(faults).toEqual({ absentees: "TOO_FEW", signature: "KEY_INFINITY" });
  });

  test("a bitmap the contract would refuse (must-not-repeat §1.13)", () => {
    const { nonSigners } = good.certificate;
    const [one, two] = [nonSigners.slice(2, 70), nonSigners.slice(70)];
    const faultOf = (bitmap: string) => faultsOf(withCertificate({ nonSigners: `0x${bitmap}` })).absentees;
    expect(faultOf(two + one)).toBe("BITMAP_ORDER");
    expect(faultOf(one + one)).toBe("BITMAP_ORDER");
    expect(faultOf(`${one}00`)).toBe("BITMAP_LENGTH");
    expect(faultOf(`${one}0001${"00".repeat(32)}`)).toBe("BITMAP_EMPTY_WORD");
    expect(faultOf(`${one}0002${"01".padStart(64, "0")}`)).toBe("BITMAP_UNKNOWN");
  });
});

describe("another set, another place", () => {
  test("a node the contract doesn't have, one missing, one twice, another version", () => {
    const { nodes } = good.contract;
    expect(faultsOf(withContract({ nodes: nodes.slice(1) })).set).toBe("SET_SUM");
    expect(faultsOf(withContract({ nodes: [...nodes, ...nodes.slice(-1)] })).set).toBe("SET_ORDER");
    expect(faultsOf(withContract({ setVersion: "8" }))).toEqual({ set: "SET_VERSION" });
  });

  test("a wrong height or time, even with a header that agrees", () => {
    const [header, checkpoint] = [
      { ...good.header, height: 145 },
      { ...good.checkpoint, height: 145 },
    ];
    expect(faultsOf({ ...good, checkpoint })).toMatchObject({ block: "HEADER_FIELD", signature: "PAIRING" });
    expect(faultsOf({ ...good, header, checkpoint })).toMatchObject({ block: "HEADER_HASH", digest: "DIGEST" });
  });

  test("another chain or contract: the digest isn't theirs (must-not-repeat §2, replay)", () => {
    const elsewhere = { ...good, network: { ...good.network, chainId: "31338" } };
    expect(faultsOf(elsewhere)).toEqual({ digest: "DIGEST", signature: "PAIRING" });
  });

  test("a claim of more, for somebody else, or of another kind", () => {
    const { claim } = good;
    if (claim === null) throw new Error("no claim");
    for (const part of [{ value: "19439980410" }, { subject: "4661" }, { kind: 2 }, { proof: claim.proof.slice(1) }])
      expect(faultsOf({ ...good, claim: { ...claim, ...part } })).toEqual({ claim: "PROOF" });
  });

  test("a root the contract doesn't hold", () => {
    expect(faultsOf(withContract({ storedRoot: flipBit(good.contract.storedRoot, 100) }))).toEqual({ root: "ROOT" });
  });
});
