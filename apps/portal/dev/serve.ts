import { join } from "node:path";
import { serveSite } from "@session/web/build";

// `nx serve portal`: with hot reload on a running devnet.
await serveSite({ site: "portal", root: join(import.meta.dirname, ".."), port: 5173 });
