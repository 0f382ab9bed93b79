import { storeBackends } from "./setup.ts";
import { describeStore } from "./storeConformance.ts";

for (const backend of storeBackends) describeStore(backend);
