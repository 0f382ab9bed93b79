import { createProvider } from "../src/index.ts";
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
