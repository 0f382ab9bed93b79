import { execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Folder of the Unix socket of the run's PostgreSQL server; empty where PostgreSQL isn't installed. */
    postgresSocket: string;
  }
}

const DEBIAN = "/usr/lib/postgresql";

function binFolder(): string | undefined {
  try {
    const newest = readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a))[0];
    return newest === undefined ? undefined : join(DEBIAN, newest, "bin");
  } catch {
    return undefined;
  }
}

/** PostgreSQL doesn't run as root: then as the user its package made. */
function serverUser(): { uid: number; gid: number } | undefined {
  if (userInfo().uid !== 0) return undefined;
  const idOf = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: idOf("-u"), gid: idOf("-g") };
}

async function untilAnswering(socket: string, output: () => string, hasEnded: () => boolean): Promise<void> {
  for (;;) {
    const client = new Client({ host: socket, user: "postgres", database: "postgres" });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (hasEnded()) throw new Error(`PostgreSQL didn't start: ${output()}`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** A private server on a Unix socket in a folder of its own. */
export type PostgresServer = {
  readonly socket: string;
  readonly pid: number | undefined;
  readonly stop: () => Promise<void>;
};

/** Starts one with the server's own settings but for these (`name=value`); undefined where PostgreSQL isn't installed. */
export async function startPostgresServer(settings: readonly string[] = []): Promise<PostgresServer | undefined> {
  const bin = binFolder();
  if (bin === undefined) return undefined;
  const user = serverUser();
  const folder = mkdtempSync(join(tmpdir(), "session-pg-"));
  chmodSync(folder, 0o700);
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, "data");
  const options = { ...user, cwd: folder };
  execFileSync(join(bin, "initdb"), ["-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8"], {
    ...options,
    stdio: "pipe",
  });
  const own = ["listen_addresses=", `unix_socket_directories=${folder}`, "max_connections=200", ...settings];
  const server = spawn(join(bin, "postgres"), ["-D", data, ...own.flatMap((setting) => ["-c", setting])], {
    ...options,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const note = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-4_000);
  };
  server.stdout.on("data", note);
  server.stderr.on("data", note);
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  await untilAnswering(
    folder,
    () => output,
    () => server.exitCode !== null,
  );
  const stop = async () => {
    server.kill("SIGINT");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { socket: folder, pid: server.pid, stop };
}

/** One private server per run of the tests. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const server = await startPostgresServer();
  project.provide("postgresSocket", server?.socket ?? "");
  return server?.stop;
}
