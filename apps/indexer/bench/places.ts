import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { type DatabaseOptions, openDatabase } from "../src/database/connect.ts";
import { type PostgresServer, startPostgresServer } from "../test/support/postgresServer.ts";
import { serverCpuSeconds } from "./processUse.ts";

/** A private PostgreSQL server with the settings it comes with, and databases on it; and folders for PGlite. */
export class Places {
  readonly #server: PostgresServer;
  readonly #folders: string[] = [];
  #databases = 0;

  private constructor(server: PostgresServer) {
    this.#server = server;
  }

  static async open(): Promise<Places> {
    const server = await startPostgresServer();
    if (server === undefined) throw new Error("PostgreSQL isn't installed: apt-get install postgresql");
    return new Places(server);
  }

  /** Processor time of the server so far, in seconds. */
  serverCpuSeconds(): number {
    return this.#server.pid === undefined ? 0 : serverCpuSeconds(this.#server.pid);
  }

  /** URL of a fresh database. */
  async postgres(): Promise<string> {
    const name = `bench_${++this.#databases}`;
    await query(this.#url("postgres"), `create database ${name}`);
    return this.#url(name);
  }

  /** A folder with PGlite's files and the tables: making those is PostgreSQL's initdb, which nobody counts for a server. */
  async pglite(): Promise<DatabaseOptions> {
    const folder = mkdtempSync(join(tmpdir(), "session-bench-"));
    this.#folders.push(folder);
    const options: DatabaseOptions = { kind: "pglite", folder };
    await (await openDatabase(options)).close();
    return options;
  }

  async close(): Promise<void> {
    for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
    await this.#server.stop();
  }

  #url(name: string): string {
    return `postgresql://postgres@localhost/${name}?host=${encodeURIComponent(this.#server.socket)}`;
  }
}

/** Rows of one statement, over a connection of its own. */
export async function query(url: string, statement: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}
