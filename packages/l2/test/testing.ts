// For the tests of other projects' stores: what every store of a follower must do.
export { describeChildren } from "./childrenConformance.ts";
export { describeFollower } from "./conformance.ts";
export { emittersInProcess, inProcess } from "./fakeBackends.ts";
export { describeStore, type StoreBackend } from "./storeConformance.ts";
