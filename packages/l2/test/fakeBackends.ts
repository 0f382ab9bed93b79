import { createProvider, type Hex } from "../src/index.ts";
import type { EmittingBackend, EmittingChain } from "./childrenConformance.ts";
import type { ChainBackend } from "./conformance.ts";
import { FakeChain } from "./fakeChain.ts";
import { FakeProvider } from "./fakeProvider.ts";
import { startFakeServer } from "./fakeServer.ts";

/** A fake chain, asked without a network. */
export const inProcess: ChainBackend = {
  name: "a fake chain in this process",
  start: async () => {
    const chain = new FakeChain();
    return { chain, chainId: 1337n, provider: new FakeProvider("fake", chain), stop: async () => {} };
  },
};

/** The same behind a real HTTP server. */
export const overHttp: ChainBackend = {
  name: "a fake chain over HTTP",
  start: async () => {
    const chain = new FakeChain();
    const server = await startFakeServer((call) => chain.answer(call));
    return { chain, chainId: 1337n, provider: createProvider({ url: server.url }), stop: () => server.close() };
  },
};

const addressOf = (value: number): Hex => `0x${value.toString(16).padStart(40, "0")}`;

/** A fake chain with some contracts of any address. */
export const emittersInProcess: EmittingBackend = {
  name: "a fake chain",
  start: async () => {
    const fakeChain = new FakeChain();
    const chain: EmittingChain = {
      contracts: [1, 2, 3, 4].map(addressOf),
      head: () => fakeChain.head(),
      emit: async (emissions) => fakeChain.emit(emissions),
      reorg: (depth) => fakeChain.reorg(depth),
      logs: async () =>
        fakeChain
          .logsOf(0, fakeChain.length)
          .map(({ blockNumber, address, topics }) => ({ block: BigInt(blockNumber), address, topics })),
    };
    return { chain, chainId: 1337n, provider: new FakeProvider("fake", fakeChain), stop: async () => {} };
  },
};
