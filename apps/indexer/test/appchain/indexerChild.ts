import { readFile } from "node:fs/promises";
import { parseNetwork } from "@session/config";
import pino from "pino";
import { Registry } from "prom-client";
import { type DatabaseOptions, openDatabase } from "../../src/database/connect.ts";
import { ChainSource } from "../../src/sources/appchain/chainSource.ts";

/** The appchain half of the indexer as a process of its own: `node indexerChild.ts <network file> <node> <database>`. */
const [networkFile = "", node = "", place = "{}"] = process.argv.slice(2);
const network = parseNetwork(JSON.parse(await readFile(networkFile, "utf8")));
const database = await openDatabase(JSON.parse(place) as DatabaseOptions);
const stop = new AbortController();
process.once("SIGTERM", () => stop.abort());
const source = await ChainSource.open(
  { nodes: [node], pollMs: 50, rangeBlocks: 4, blsThreads: 0 },
  {
    ...{ database, network, registry: new Registry(), logger: pino({ level: "silent" }) },
    notices: { publish: ({ number }) => void process.stdout.write(`${number}\n`) },
    ...{ now: () => Date.now(), signal: stop.signal },
  },
);
process.stdout.write(`${source.status.final()}\n`);
await source.run();
await database.close();
