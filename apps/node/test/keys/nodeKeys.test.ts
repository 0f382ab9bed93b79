import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ed25519 } from "@noble/curves/ed25519.js";
import { hasCode } from "@session/protocol";
import { describe, expect, it } from "vitest";
import { createKeys, loadKeys, restoreKeys } from "../../src/keys/nodeKeys.ts";
import { temporaryFolder } from "../chain/support.ts";

const refusal = (code: string) => expect.toSatisfy((error: unknown) => hasCode(error, code));
const seed = (byte: number) => new Uint8Array(32).fill(byte);

/** Every file of the folder with its text, to see that nothing has changed and nothing is left behind. */
async function contents(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const texts = names.map(async ({ parentPath, name }) => [name, await readFile(join(parentPath, name), "utf8")]);
  return Object.fromEntries(await Promise.all(texts));
}

describe("a node's keys", () => {
  it("derives the ed25519 key that noble derives", async () => {
    for (let byte = 0; byte < 8; byte++) {
      const keys = await createKeys(await temporaryFolder(), new Uint8Array(32).fill(byte));
      expect(keys.ed25519Key).toEqual(ed25519.getPublicKey(keys.ed25519Seed));
    }
  });

  it("are new each time, can be loaded again, and only their owner can read them", async () => {
    const folder = join(await temporaryFolder(), "deep", "node");
    const keys = await createKeys(folder);
    expect(await loadKeys(folder)).toEqual(keys);
    for (const name of ["ed25519", "bls"]) expect((await stat(join(folder, "keys", name))).mode & 0o777).toBe(0o400);
    expect((await stat(join(folder, "keys"))).mode & 0o777).toBe(0o700);
    expect(await readdir(folder)).toEqual(["keys"]);
    const other = await createKeys(await temporaryFolder());
    expect([other.ed25519Key, other.blsKey]).not.toContainEqual(keys.ed25519Key);
    expect(other.blsKey).not.toEqual(keys.blsKey);
  });

  it("of a seed are always the same, and the two secrets differ", async () => {
    const [one, two] = [
      await createKeys(await temporaryFolder(), seed(1)),
      await createKeys(await temporaryFolder(), seed(1)),
    ];
    expect(one).toEqual(two);
    expect(one.blsSecret).not.toEqual(one.ed25519Seed);
  });

  it("are never overwritten, by new ones or by a backup", async () => {
    const folder = await temporaryFolder();
    await createKeys(folder);
    const before = await contents(folder);
    await expect(createKeys(folder)).rejects.toEqual(refusal("KEYS_EXIST"));
    const backup = await createKeys(await temporaryFolder());
    const restoring = restoreKeys(folder, backup.ed25519Seed, backup.blsSecret);
    await expect(restoring).rejects.toEqual(refusal("KEYS_EXIST"));
    expect(await contents(folder)).toEqual(before);
  });

  it("aren't mixed: where one of the two is left, the other isn't put beside it", async () => {
    for (const name of ["ed25519", "bls"]) {
      const folder = await temporaryFolder();
      await mkdir(join(folder, "keys"));
      await writeFile(join(folder, "keys", name), "11".repeat(32));
      await expect(createKeys(folder)).rejects.toEqual(refusal("KEYS_EXIST"));
      expect(await contents(folder)).toEqual({ [name]: "11".repeat(32) });
      await expect(loadKeys(folder)).rejects.toEqual(refusal("KEYS_MISSING"));
    }
  });

  it("two that are made at once: one wins, whole", async () => {
    const folder = await temporaryFolder();
    const made = await Promise.allSettled([createKeys(folder), createKeys(folder), createKeys(folder)]);
    const [winner, ...others] = made.filter(({ status }) => status === "fulfilled");
    expect(others).toEqual([]);
    expect(winner?.status === "fulfilled" && winner.value).toEqual(await loadKeys(folder));
    expect(await readdir(folder)).toEqual(["keys"]);
  });

  it("come back from a backup, and serve the same node", async () => {
    const keys = await createKeys(await temporaryFolder());
    const folder = await temporaryFolder();
    expect(await restoreKeys(folder, keys.ed25519Seed, keys.blsSecret)).toEqual(keys);
    expect(await loadKeys(folder)).toEqual(keys);
  });

  it("KEYS_MISSING names the file that is missing or isn't 32 bytes of hex", async () => {
    const folder = await temporaryFolder();
    await expect(loadKeys(folder)).rejects.toEqual(refusal("KEYS_MISSING"));
    await mkdir(join(folder, "keys"));
    for (const text of ["", "11".repeat(31), "zz".repeat(32), `0x${"11".repeat(32)}`]) {
      await writeFile(join(folder, "keys", "ed25519"), text);
      await expect(loadKeys(folder)).rejects.toHaveProperty("detail.path", join(folder, "keys", "ed25519"));
    }
  });
});
