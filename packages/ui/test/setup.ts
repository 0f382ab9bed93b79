import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

// jsdom has no layout, and so no observer of it; components that measure fall back to what they assume without one.
afterEach(cleanup);
