import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// For every project that draws pages. jsdom has no layout, and so no observer of it: components that measure fall back to
// what they assume without one.
afterEach(cleanup);
// A limit for hangs: the library's own second passes on a busy machine before an answer has come over HTTP.
configure({ asyncUtilTimeout: 30_000 });
