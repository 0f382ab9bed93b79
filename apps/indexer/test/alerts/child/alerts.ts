import { startAlerts } from "../../../src/alerts/startAlerts.ts";
import { type DatabaseOptions, openDatabase } from "../../../src/database/connect.ts";
import { idleModules } from "../support/idleModules.ts";

// Sends what is due in the database of its argument, until it is killed.

const database = await openDatabase(JSON.parse(process.argv[2] ?? "") as DatabaseOptions);
await startAlerts(idleModules(database, new AbortController().signal), { allowLocal: true, pollMs: 10 });
