import { describeFollower } from "./conformance.ts";
import { inProcess, overHttp } from "./fakeBackends.ts";
import { storeBackends } from "./setup.ts";

for (const chain of [inProcess, overHttp]) for (const store of storeBackends) describeFollower(chain, store);
