// A program that esbuild makes one file of; its worker threads run the same file.

import { blst } from "@session/bls/blst";
import { isBlsWorkerThread } from "@session/bls/worker";
import { createBlsWorkerPool } from "@session/bls/workers";

async function main(): Promise<void> {
  const message = new Uint8Array(32).fill(1);
  const sets = [1, 2, 3].map((fill) => {
    const secretKey = blst.deriveSecretKey(new Uint8Array(32).fill(fill));
    return { publicKey: blst.publicKeyOf(secretKey), message, signature: blst.sign(secretKey, message) };
  });
  const bad = sets.map((set, index) => (index === 1 ? { ...set, message: new Uint8Array(1) } : set));
  const pool = createBlsWorkerPool({ size: 1, worker: new URL(import.meta.url) });
  console.log(JSON.stringify([await pool.verifyBatch(sets), await pool.verifyBatch(bad), await pool.findInvalid(bad)]));
  await pool.close();
}

if (!isBlsWorkerThread) await main();
