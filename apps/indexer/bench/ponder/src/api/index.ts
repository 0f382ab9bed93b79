import { Hono } from "hono";

// Ponder wants an API to be there; the benchmark asks it nothing.
// biome-ignore lint/style/noDefaultExport: this is what Ponder imports
export default new Hono();
