import { startAlerts } from "../../../src/alerts/startAlerts.ts";
import { type DatabaseOptions, openDatabase } from "../../../src/database/connect.ts";
import { idleModules } from "../support/idleModules.ts";

// Looks for alerts up to a height and sends what is due, until it is killed.

type Task = { readonly database: DatabaseOptions; readonly height?: number; readonly aheadMs?: number };

const { database, height, aheadMs = 0 } = JSON.parse(process.argv[2] ?? "") as Task;
const signal = new AbortController().signal;
const modules = idleModules(await openDatabase(database), signal, () => Date.now() + aheadMs, height);
await startAlerts(modules, { allowLocal: true, pollMs: 10 });
