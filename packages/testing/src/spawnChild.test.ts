import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { spawnChild } from "./spawnChild.ts";

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
}

test("stop and kill wait until the child is gone", async () => {
  const stopped = await spawnChild("/bin/sleep", ["600"]);
  await stopped.stop();
  expect(await stopped.exited).toEqual({ code: null, signal: "SIGTERM" });
  const killed = await spawnChild("/bin/sleep", ["600"]);
  await killed.kill();
  expect(await killed.exited).toEqual({ code: null, signal: "SIGKILL" });
  expect([isAlive(stopped.pid), isAlive(killed.pid)]).toEqual([false, false]);
});

test("a binary that isn't there is an error", async () => {
  await expect(spawnChild("/nonexistent/binary", [])).rejects.toMatchObject({ code: "ENOENT" });
});

test("children end when their parent is killed with SIGKILL, those already ended are left out", async () => {
  const program = `
    import { spawnChild } from ${JSON.stringify(new URL("./spawnChild.ts", import.meta.url).href)};
    const gone = await spawnChild("/bin/sleep", ["600"]);
    const one = await spawnChild("/bin/sleep", ["600"]);
    await gone.kill();
    // Deaf to SIGTERM: only SIGKILL ends it.
    const two = await spawnChild("/bin/sh", ["-c", "trap '' TERM; while :; do sleep 1; done"]);
    console.log(JSON.stringify([one.pid, two.pid]));
    setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface({ input: parent.stdout }), "line")) as [string];
  const [one, two] = JSON.parse(line) as [number, number];
  expect([isAlive(one), isAlive(two)]).toEqual([true, true]);
  parent.kill("SIGKILL");
  await Promise.all([untilGone(one), untilGone(two)]);
});

test("the guard does not keep a finished parent alive", async () => {
  const program = `
    import { spawnChild } from ${JSON.stringify(new URL("./spawnChild.ts", import.meta.url).href)};
    const child = await spawnChild("/bin/sleep", ["600"]);
    await child.stop();`;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", program], { stdio: "inherit" });
  expect(await once(parent, "exit")).toEqual([0, null]);
});
