import type { Provider, RpcAnswer, RpcCall } from "../src/index.ts";
import type { FakeChain } from "./fakeChain.ts";

/** How a provider misbehaves; every field is read at every request. */
export type Faults = {
  /** Blocks behind the chain. */
  lag?: number;
  /** Answers logs as if it lagged this much, but everything else as if it did not: a pool of backends. */
  logsLag?: number;
  /** Refuses larger ranges. */
  maxRange?: number;
  /** True: the whole request fails. Asked for each one. */
  isDown?: (calls: readonly RpcCall[]) => boolean;
  /** True: the request is never answered. */
  hangs?: (calls: readonly RpcCall[]) => boolean;
  /** Changes single answers. */
  tamper?: (call: RpcCall, answer: RpcAnswer) => RpcAnswer;
  /** Runs before each call of a batch, where the chain may change. */
  between?: (call: RpcCall) => void;
};

/** A provider in this process over a fake chain; answers without real time passing. */
export class FakeProvider implements Provider {
  readonly name: string;
  readonly maxBatch: number;
  chain: FakeChain;
  faults: Faults = {};
  requests: (readonly RpcCall[])[] = [];

  constructor(name: string, chain: FakeChain, maxBatch = 100) {
    this.name = name;
    this.chain = chain;
    this.maxBatch = maxBatch;
  }

  async request(calls: readonly RpcCall[], signal: AbortSignal): Promise<readonly RpcAnswer[]> {
    this.requests.push(calls);
    if (calls.length > this.maxBatch) throw new Error(`batch of ${calls.length}`);
    if (this.faults.isDown?.(calls)) throw new Error("connection refused");
    if (this.faults.hangs?.(calls)) return new Promise(() => signal.addEventListener("abort", () => {}));
    return calls.map((call) => {
      this.faults.between?.(call);
      return this.#answer(call);
    });
  }

  #answer(call: RpcCall): RpcAnswer {
    const { lag = 0, logsLag = lag, maxRange, tamper } = this.faults;
    const isLogs = call.method === "eth_getLogs";
    if (isLogs && maxRange !== undefined) {
      const { fromBlock, toBlock } = call.params[0] as { fromBlock: string; toBlock: string };
      if (Number(toBlock) - Number(fromBlock) + 1 > maxRange)
        return { ok: false, rpcCode: -32005, message: `query exceeds max block range ${maxRange}` };
    }
    const head = Math.max(0, this.chain.length - 1 - (isLogs ? logsLag : lag));
    const answer = this.chain.answer(call, head);
    return tamper?.(call, answer) ?? answer;
  }
}
