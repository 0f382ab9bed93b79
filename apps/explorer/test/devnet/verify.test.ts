// @vitest-environment node
import { encodeNonSigners } from "@session/protocol";
import { createIndexerClient, createNodeClient } from "@session/sdk";
import { type Devnet, findDevnet, readSiteConfig, startDevnet } from "@session/web/build";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { explorerConfigSchema } from "../../src/config/network.ts";
import type { Hex } from "../../src/verify/bundle.ts";
import { toHex } from "../../src/verify/bytes.ts";
import type { Question } from "../../src/verify/fetchBundle.ts";
import { type Places, runVerification } from "../../src/verify/runVerification.ts";
import { type StepResult, toVerdict } from "../../src/verify/steps.ts";
import { flipBit } from "../support/bundle.ts";
import { type Alter, openAlteringProxy } from "./alteringProxy.ts";

// What the page does, on a running network: contract by RPC, node by its API. `EXPLORER_DEVNET` names its folder.

let devnet: Devnet;
let places: Places;
let height: number;
let lastNode: string;

beforeAll(async () => {
  const folder = process.env.EXPLORER_DEVNET;
  devnet = (await findDevnet(folder)) ?? (await startDevnet(folder));
  const { rpcUrl, indexerUrl } = explorerConfigSchema.parse(await readSiteConfig("explorer", folder));
  const params = await createIndexerClient({ url: indexerUrl }).getParams();
  places = { rpcUrl, contract: params.contracts.serviceNodeRewards as Hex, nodeApis: params.nodeApis };
  lastNode = devnet.services.node1?.url ?? "";
  const node = createNodeClient({ url: lastNode });
  height = await vi.waitFor(
    async () => {
      const { checkpoint } = await node.getStatus();
      // The newest one may still be collecting signatures.
      const { certificate } = await node.getCheckpoint(checkpoint?.height ?? "latest");
      if (checkpoint === null || certificate === null) throw new Error("the newest checkpoint isn't certified");
      return checkpoint.height;
    },
    { timeout: 120_000, interval: 1_000 },
  );
});

async function verify(question: Question, nodeApis = places.nodeApis): Promise<StepResult[]> {
  const steps: StepResult[] = [];
  const progress = { onBundle: () => undefined, onStep: (step: StepResult) => void steps.push(step) };
  await runVerification({ ...places, nodeApis }, question, progress);
  return steps;
}

/** The next certified checkpoint from one on; on a busy machine too few may sign one in time. */
async function certifiedFrom(first: number, step: number) {
  const node = createNodeClient({ url: lastNode });
  for (let at = first; at > 0 && at <= height; at += step) {
    const { certificate } = await node.getCheckpoint(at);
    if (certificate !== null) return { height: at, certificate };
  }
  throw new Error("no other checkpoint is certified yet");
}

async function verifyAltered(alter: Alter): Promise<StepResult[]> {
  const proxy = await openAlteringProxy(lastNode, alter);
  try {
    return await verify({ kind: "checkpoint", height }, [proxy.url]);
  } finally {
    proxy.close();
  }
}

const failedOf = (steps: readonly StepResult[]) =>
  Object.fromEntries(steps.flatMap((step) => (step.state === "failed" ? [[step.id, step.fault.code]] : [])));
type Certificate = { signature: Hex; nonSigners: Hex; signed: number[]; absent: number[] };

test("the newest certified checkpoint passes", async () => {
  const steps = await verify({ kind: "checkpoint", height });
  expect(failedOf(steps)).toEqual({});
  expect(toVerdict(steps).state).toBe("ok");
});

test("the first checkpoint passes, whatever has become of the contract's set since", async () => {
  const { checkpointIntervalBlocks } = await createNodeClient({ url: lastNode }).getParams();
  const first = await certifiedFrom(checkpointIntervalBlocks, checkpointIntervalBlocks);
  const steps = await verify({ kind: "checkpoint", height: first.height });
  expect(failedOf(steps)).toEqual({});
  expect(steps.find(({ id }) => id === "set")?.state).toBe("ok");
});

test("what an operator has earned is in the newest checkpoint", async () => {
  const { operator } = await createNodeClient({ url: lastNode }).getNode(1);
  const steps = await verify({ kind: "rewards", address: operator as Hex });
  expect(failedOf(steps)).toEqual({});
  expect(steps.find(({ id }) => id === "claim")?.state).toBe("ok");
});

test("a node that runs has no exit to prove", async () => {
  await expect(verify({ kind: "exit", nodeId: 1 })).rejects.toMatchObject({ code: "NO_EXIT" });
});

test("a node that is down is passed over", async () => {
  const steps = await verify({ kind: "checkpoint", height }, ["http://127.0.0.1:9", lastNode]);
  expect(toVerdict(steps).state).toBe("ok");
});

describe("a node that lies is caught, and the step says where", () => {
  const ofCheckpoint = (path: string) => path === `/v1/checkpoints/${height}`;

  test("one flipped bit of the signature", async () => {
    const steps = await verifyAltered((path, json) => {
      if (!ofCheckpoint(path)) return;
      const certificate = json.certificate as Certificate;
      certificate.signature = flipBit(certificate.signature, 200);
    });
    expect(failedOf(steps)).toEqual({ signature: "SIGNATURE_ENCODING" });
  });

  test("a wrong absentee", async () => {
    const steps = await verifyAltered((path, json) => {
      if (!ofCheckpoint(path)) return;
      const certificate = json.certificate as Certificate;
      const all = [...certificate.signed, ...certificate.absent].sort((a, b) => a - b);
      certificate.absent = [certificate.signed[0] ?? 0];
      certificate.signed = all.filter((id) => !certificate.absent.includes(id));
      certificate.nonSigners = toHex(encodeNonSigners(all, certificate.signed));
    });
    expect(failedOf(steps)).toEqual({ signature: "PAIRING" });
  });

  test("a wrong root, in checkpoint and header alike", async () => {
    const steps = await verifyAltered((path, json) => {
      if (ofCheckpoint(path) || path === `/v1/blocks/${height}`) json.claimsRoot = flipBit(json.claimsRoot as Hex, 31);
    });
    // The contract computes the digest of what it is given: so it is the block and the signature that don't fit.
    expect(failedOf(steps)).toMatchObject({ block: "HEADER_HASH", signature: "PAIRING" });
  });

  test("a certificate of another checkpoint", async () => {
    const { checkpointIntervalBlocks } = await createNodeClient({ url: lastNode }).getParams();
    const other = await certifiedFrom(height - checkpointIntervalBlocks, -checkpointIntervalBlocks);
    const steps = await verifyAltered((path, json) => {
      if (ofCheckpoint(path)) json.certificate = other.certificate;
    });
    expect(failedOf(steps)).toEqual({ signature: "PAIRING" });
  });
});
