import { createProvider } from "../src/index.ts";
import { type ChainBackend, describeFollower } from "./conformance.ts";
import { FakeChain } from "./fakeChain.ts";
import { FakeProvider } from "./fakeProvider.ts";
import { startFakeServer } from "./fakeServer.ts";
import { storeBackends } from "./setup.ts";

const inProcess: ChainBackend = {
  name: "a fake chain in this process",
  start: async () => {
    const chain = new FakeChain();
    return { chain, chainId: 1337n, provider: new FakeProvider("fake", chain), stop: async () => {} };
  },
};

const overHttp: ChainBackend = {
  name: "a fake chain over HTTP",
  start: async () => {
    const chain = new FakeChain();
    const server = await startFakeServer((call) => chain.answer(call));
    return { chain, chainId: 1337n, provider: createProvider({ url: server.url }), stop: () => server.close() };
  },
};

for (const chain of [inProcess, overHttp]) for (const store of storeBackends) describeFollower(chain, store);
