import { startAnvil } from "@session/testing";
import { createProvider } from "../src/index.ts";
import { AnvilChain } from "./anvilChain.ts";
import { type ChainBackend, describeFollower } from "./conformance.ts";
import { storeBackends } from "./setup.ts";

const anvilBackend: ChainBackend = {
  name: "Anvil",
  start: async () => {
    const anvil = await startAnvil({ noMining: true, chainId: 31338 });
    const chain = await AnvilChain.deploy(anvil);
    return { chain, chainId: 31338n, provider: createProvider({ url: anvil.url }), stop: () => anvil.kill() };
  },
};

for (const store of storeBackends) describeFollower(anvilBackend, store);
