import { Registry } from "prom-client";
import { decodeJson, encodeJson } from "../../src/codec.ts";
import {
  ClassicLevelStore,
  createFollowerMetrics,
  createProvider,
  type EventsFrom,
  Follower,
  type FollowerOptions,
  silentLogger,
  systemClock,
} from "../../src/index.ts";

/** A process of its own that follows until it is killed and prints each event as a line. */
export type ChildInput = { folder: string; url: string; options: FollowerOptions; from: EventsFrom };

const { folder, url, options, from } = decodeJson<ChildInput>(process.argv[2] ?? "");
const follower = new Follower(options, {
  providers: [createProvider({ url })],
  store: await ClassicLevelStore.open(folder),
  logger: silentLogger,
  metrics: createFollowerMetrics(new Registry()),
  clock: systemClock,
  signal: new AbortController().signal,
});
for await (const event of follower.events(from)) process.stdout.write(`${encodeJson(event)}\n`);
