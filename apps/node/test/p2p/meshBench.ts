/**
 * Measures how long nodes in processes of their own take from process start until each is in the mesh.
 *
 *     node apps/node/test/p2p/meshBench.ts 10
 */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { generateKeyPairFromSeed } from "@libp2p/crypto/keys";
import { peerIdFromPrivateKey } from "@libp2p/peer-id";
import { freePort } from "@session/testing";

const count = Number(process.argv[2] ?? 10);
const script = fileURLToPath(new URL("./meshNode.ts", import.meta.url));

const nodes = await Promise.all(
  Array.from({ length: count }, async () => {
    const seed = randomBytes(32);
    const id = peerIdFromPrivateKey(await generateKeyPairFromSeed("Ed25519", seed)).toString();
    const port = await freePort();
    return { seed: seed.toString("hex"), port, address: `/ip4/127.0.0.1/tcp/${port}/p2p/${id}` };
  }),
);
const least = String(Math.min(6, count - 1));
const env = { ...process.env, NODE_COMPILE_CACHE: `${tmpdir()}/session-mesh-bench` };

const startMs = performance.now();
const times = await Promise.all(
  nodes.map(async (node) => {
    const others = nodes.filter((other) => other !== node).map(({ address }) => address);
    const child = spawn(process.execPath, [script, String(node.port), least, node.seed, ...others], {
      env,
      stdio: ["pipe", "pipe", "inherit"],
    });
    let text = "";
    for await (const chunk of child.stdout) {
      text += String(chunk);
      if (/cpu \d+\n/.test(text)) break;
    }
    const read = (name: string): number => Number(new RegExp(`${name} (\\d+)`).exec(text)?.[1]);
    return {
      ...{ listeningMs: read("listening"), meshedMs: read("meshed") },
      ...{ cpuListenMs: read("cpu1"), cpuMeshMs: read("cpu") },
      child,
    };
  }),
);
const totalMs = Math.round(performance.now() - startMs);
for (const { child } of times) child.stdin.end();
const range = (values: number[]): string => `${Math.min(...values)} to ${Math.max(...values)} ms`;
console.log(`${count} processes, from the start of each:`);
console.log(`  listening after ${range(times.map(({ listeningMs }) => listeningMs))}`);
console.log(`  meshed (${least} peers) after ${range(times.map(({ meshedMs }) => meshedMs))}`);
console.log(`  CPU until listening ${range(times.map(({ cpuListenMs }) => cpuListenMs))} each`);
console.log(`  CPU until meshed ${range(times.map(({ cpuMeshMs }) => cpuMeshMs))} each`);
console.log(`  all meshed ${totalMs} ms after the first was started`);
