// One set-up at a time per checkout: a lock file whose owner shows that it lives by touching it.
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { SetupError } from "./errors.mjs";

const HEARTBEAT_MS = 1_000;
// Three missed heartbeats could be a busy machine; thirty are a dead owner (or one in another PID namespace).
const SILENT_MS = 30_000;
const POLL_MS = 100;
const GIVE_UP_MS = 15 * 60_000;

/** Whether a process, or with a negative id any process of that group, exists. */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** The owner on record and whether it is gone; undefined when nobody holds the lock. */
function inspect(file) {
  try {
    const isSilent = Date.now() - statSync(file).mtimeMs > SILENT_MS;
    const [pid = "", host, group] = readFileSync(file, "utf8").split(" ");
    // An empty file is a lock in the moment between its creation and its content.
    if (pid === "" || host !== hostname()) return { pid, gone: isSilent };
    // npm goes on when the set-up that started it was killed: two of them in one folder would trip over each other.
    const isNpmAlive = group !== undefined && isAlive(-Number(group));
    return { pid, gone: !isNpmAlive && (isSilent || !isAlive(Number(pid))) };
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

const ownerLine = () => `${process.pid} ${hostname()}`;

/** Removes a dead owner's lock. Renaming is atomic, so of two that try, one moves it and the other finds nothing. */
function removeStale(file, pid) {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (error.code === "ENOENT") return;
    throw error;
  }
  // Somebody quicker took the lock between our look and our move: give it back.
  if (readFileSync(aside, "utf8").split(" ")[0] !== pid) renameSync(aside, file);
  else rmSync(aside, { force: true });
}

function tryTake(file) {
  try {
    writeFileSync(file, ownerLine(), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

/**
 * Runs `work` while holding the lock; waits while another process holds it.
 * @template T
 * @param {string} file the lock file
 * @param {(pid: string) => void} onWait told once, with the owner's process id, when there is a wait
 * @param {(noteGroup: (id: number) => void) => Promise<T>} work told how to note the process group it starts: the lock
 *   counts as held while that one lives
 * @returns {Promise<T>}
 * @throws {SetupError} SETUP_LOCKED when the owner holds it for 15 minutes
 */
export async function withLock(file, onWait, work) {
  mkdirSync(dirname(file), { recursive: true });
  const since = Date.now();
  for (let told = false; !tryTake(file); ) {
    const owner = inspect(file);
    if (owner === undefined) continue;
    if (owner.gone) {
      removeStale(file, owner.pid);
      continue;
    }
    if (!told) onWait(owner.pid);
    told = true;
    const seconds = Math.round((Date.now() - since) / 1_000);
    if (Date.now() - since > GIVE_UP_MS)
      throw new SetupError("SETUP_LOCKED", { owner: owner.pid, seconds: String(seconds) });
    await delay(POLL_MS);
  }
  const release = () => rmSync(file, { force: true });
  const heartbeat = setInterval(() => utimesSync(file, new Date(), new Date()), HEARTBEAT_MS);
  process.once("exit", release);
  try {
    return await work((id) => writeFileSync(file, `${ownerLine()} ${id}`));
  } finally {
    clearInterval(heartbeat);
    process.removeListener("exit", release);
    release();
  }
}
