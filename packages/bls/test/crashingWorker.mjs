// A thread that dies on its first job: stands for a native crash.
import { parentPort } from "node:worker_threads";

parentPort.on("message", () => process.exit(7));
