import { parseNetwork } from "@session/config";
import { createPublicClient, http } from "viem";
import { openDatabase } from "../../../src/database/connect.ts";
import { follow } from "../support/followed.ts";
import type { FollowTask } from "../support/followTask.ts";

// Follows until it is killed. A line for each transaction of the views.
const task = JSON.parse(process.argv[2] ?? "{}") as FollowTask;
const client = createPublicClient({ transport: http(task.url) });
const database = await openDatabase(task.database);
await follow(
  { anvil: { url: task.url }, client },
  database,
  { network: parseNetwork(task.network), startBlock: BigInt(task.startBlock) },
  { maxLogs: 4, maxRange: 7n, onNotice: () => process.stdout.write("applied\n") },
);
