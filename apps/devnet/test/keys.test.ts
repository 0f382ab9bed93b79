import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { deriveKeys, peerIdOf, readKeys, writeKeys } from "../src/keys.ts";

test("keys follow from seed and name, and from nothing else", () => {
  expect(deriveKeys("a", "node1")).toEqual(deriveKeys("a", "node1"));
  expect(deriveKeys("a", "node1").blsKey).not.toEqual(deriveKeys("a", "node2").blsKey);
  expect(deriveKeys("a", "node1").ed25519Key).not.toEqual(deriveKeys("b", "node1").ed25519Key);
});

test("key files are readable by their owner only, and those there already stay", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sdn-keys-"));
  const keys = deriveKeys("a", "node1");
  await writeKeys(folder, keys);
  await writeKeys(folder, deriveKeys("b", "node1"));
  expect(await readKeys(folder)).toEqual(keys);
  const { mode } = await stat(join(folder, "keys", "bls"));
  expect(mode & 0o777).toBe(0o400);
  expect(await readFile(join(folder, "keys", "ed25519"), "utf8")).toMatch(/^[0-9a-f]{64}\n$/);
  await rm(folder, { recursive: true, force: true });
});

// Made with publicKeyFromRaw of @libp2p/crypto and peerIdFromPublicKey of @libp2p/peer-id.
test("the peer id is libp2p's own", () => {
  const key = Buffer.from("1ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e", "hex");
  expect(peerIdOf(key)).toBe("12D3KooWBtg3aaRMjxwedh83aGiUkwSxDwUZkzuJcfaqUmo7R3pq");
});
