/** One process of `meshBench.ts`: starts a network, prints when it listens and when it is meshed, leaves on stdin's end. */
const [port = "0", least = "1", seed = "", ...bootstrap] = process.argv.slice(2);
const { pino } = await import("pino");
const { Registry } = await import("prom-client");
const { SystemClock } = await import("../../src/clock.ts");
const { P2pNetwork } = await import("../../src/p2p/network.ts");

const network = await P2pNetwork.create(
  {
    ed25519Seed: Buffer.from(seed, "hex"),
    host: "127.0.0.1",
    port: Number(port),
    bootstrap,
    genesisHash: new Uint8Array(32).fill(7),
    local: true,
  },
  {
    logger: pino({ level: "silent" }),
    metrics: new Registry(),
    clock: new SystemClock(),
    signal: new AbortController().signal,
    membership: { isContractNode: () => true },
  },
);
network.onVote(() => ({ result: "accept" }));
await network.start();
const atListen = process.cpuUsage();
console.log(`listening ${Math.round(performance.now())} cpu1 ${Math.round((atListen.user + atListen.system) / 1_000)}`);
while (network.meshPeers(network.topics.votes(0)).length < Number(least))
  await new Promise((resolve) => setTimeout(resolve, 10));
const { user, system } = process.cpuUsage();
console.log(`meshed ${Math.round(performance.now())} cpu ${Math.round((user + system) / 1_000)}`);
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
