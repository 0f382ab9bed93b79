import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { spawnChild } from "./spawnChild.ts";

/** How to start an Anvil. */
export type AnvilOptions = {
  /** Default 31337, Anvil's own. */
  chainId?: number;
  /** Seconds between blocks; left out: a block per transaction. */
  blockTimeSec?: number;
  /** With `blockTimeSec`: also a block per transaction. */
  mixedMining?: boolean;
  /** No block but those asked for by `anvil_mine` / `evm_mine`. */
  noMining?: boolean;
  /** Left out: a free one, chosen by the system. */
  port?: number;
  /** File the state is loaded from if it exists, and written to on `stop()`. */
  statePath?: string;
  /** Also write the state every so many seconds; needs `statePath`. */
  stateIntervalSec?: number;
  /** Keep the states of past blocks over a restart, so that `eth_call` at them goes on working. */
  preserveHistoricalStates?: boolean;
  /** Time of the genesis block, unix seconds. */
  genesisTimestampSec?: number;
  /** Give up when the RPC has not answered after this time. Default 60 s. */
  readyTimeoutMs?: number;
  /** Any further arguments. */
  args?: readonly string[];
};

/** A running Anvil. */
export type Anvil = {
  readonly url: string;
  readonly chainId: number;
  readonly port: number;
  readonly pid: number;
  /** One JSON-RPC call; rejects with the node's own words. */
  request<T>(method: string, params?: readonly unknown[]): Promise<T>;
  /** Ends it in order; the state is written if `statePath` was given. Killed after `graceMs`, default 5 s, 60 s with a state. */
  stop(graceMs?: number): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
};

// What writing a state may take on a machine that does much else; killed in between, Anvil leaves none.
const WRITE_STATE_MS = 60_000;

const ARCHITECTURES: Partial<Record<NodeJS.Architecture, string>> = { x64: "amd64", arm64: "arm64" };

/** Path of Anvil's own binary for this platform. The `.bin/anvil` wrapper would leave it alive when killed. */
export function anvilBinary(): string {
  const require = createRequire(import.meta.url);
  const platform = process.platform === "win32" ? "win32" : process.platform;
  const name = `@foundry-rs/anvil-${platform}-${ARCHITECTURES[process.arch] ?? process.arch}`;
  try {
    return require.resolve(`${name}/bin/anvil${platform === "win32" ? ".exe" : ""}`);
  } catch (cause) {
    throw new Error(`Anvil has no binary for ${process.platform}/${process.arch} (package ${name}): npm ci`, { cause });
  }
}

function toArguments(options: AnvilOptions): string[] {
  const pairs: (readonly [string, number | string | undefined])[] = [
    ["--port", options.port ?? 0],
    ["--chain-id", options.chainId ?? 31337],
    ["--block-time", options.blockTimeSec],
    ["--state", options.statePath],
    ["--state-interval", options.stateIntervalSec],
    ["--timestamp", options.genesisTimestampSec],
  ];
  const args = pairs.flatMap(([flag, value]) => (value === undefined ? [] : [flag, String(value)]));
  if (options.mixedMining === true) args.push("--mixed-mining");
  if (options.noMining === true) args.push("--no-mining");
  if (options.preserveHistoricalStates === true) args.push("--preserve-historical-states");
  return [...args, ...(options.args ?? [])];
}

async function rpc<T>(url: string, method: string, params: readonly unknown[], signal?: AbortSignal): Promise<T> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    ...(signal === undefined ? {} : { signal }),
  });
  const answer = (await response.json()) as { result?: T; error?: { message: string } };
  if (answer.error !== undefined) throw new Error(`${method}: ${answer.error.message}`);
  return answer.result as T;
}

/**
 * Starts an Anvil and waits until its RPC answers. It ends with this process, whatever way this process ends.
 *
 * @throws if the binary is missing, ends early (its last lines are in the message) or does not answer in time.
 *
 * @example
 * const anvil = await startAnvil({ chainId: 421614 });
 * try { … } finally { await anvil.stop(); }
 */
export async function startAnvil(options: AnvilOptions = {}): Promise<Anvil> {
  const child = await spawnChild(anvilBinary(), toArguments(options), { stdio: ["ignore", "pipe", "pipe"] });
  const { stdout, stderr } = child.process;
  if (stdout === null || stderr === null) throw new Error("Anvil was started without its output");
  const lastLines: string[] = [];
  const keep = (line: string): void => {
    lastLines.push(line);
    if (lastLines.length > 20) lastLines.shift();
  };
  createInterface({ input: stderr }).on("line", keep);
  const lines = createInterface({ input: stdout });
  const deadline = AbortSignal.timeout(options.readyTimeoutMs ?? 60_000);
  try {
    const port = await new Promise<number>((resolve, reject) => {
      lines.on("line", (line) => {
        keep(line);
        const match = /^Listening on .*:(\d+)$/.exec(line.trim());
        if (match?.[1] !== undefined) resolve(Number(match[1]));
      });
      deadline.addEventListener("abort", () => reject(new Error("Anvil did not listen in time")));
      void child.exited.then(({ code, signal }) => reject(new Error(`Anvil ended early (${code ?? signal})`)));
    });
    const url = `http://127.0.0.1:${port}`;
    const chainId = Number(await pollRpc(url, deadline));
    return {
      url,
      chainId,
      port,
      pid: child.pid,
      request: (method, params = []) => rpc(url, method, params),
      stop: (graceMs = options.statePath === undefined ? undefined : WRITE_STATE_MS) => child.stop(graceMs),
      kill: () => child.kill(),
    };
  } catch (cause) {
    await child.kill();
    throw new Error(`${(cause as Error).message}\n${lastLines.join("\n")}`, { cause });
  }
}

/** Asks for the chain id until it is answered or the deadline has passed. */
async function pollRpc(url: string, deadline: AbortSignal): Promise<string> {
  for (;;) {
    deadline.throwIfAborted();
    try {
      return await rpc<string>(url, "eth_chainId", [], deadline);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
