import { join } from "node:path";
import { serveSite } from "@session/web/build";

// `nx serve explorer`: with hot reload on a running devnet.
await serveSite({ site: "explorer", root: join(import.meta.dirname, ".."), port: 5174 });
