import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// jsdom has no layout, and so no observer of it; components that measure fall back to what they assume without one.
afterEach(cleanup);
// A limit for hangs: the library's own second passes on a busy machine.
configure({ asyncUtilTimeout: 30_000 });
