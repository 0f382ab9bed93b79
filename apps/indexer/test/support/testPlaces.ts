import { randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { expect, inject } from "vitest";
import { type DatabaseOptions, openDatabase } from "../../src/database/connect.ts";
import type { DatabaseKind } from "./openTestDatabase.ts";
import { templateFolder, templateName } from "./pgliteTemplate.ts";

/** A place for a database of a test's own, which outlives its opening. */
export type TestPlace = {
  readonly options: DatabaseOptions;
  /** Until nobody uses it: PostgreSQL finishes what a killed client had asked for. */
  readonly untilUnused: () => Promise<void>;
  readonly remove: () => Promise<void>;
};

async function makePglitePlace(isEmpty: boolean): Promise<TestPlace> {
  const folder = mkdtempSync(join(tmpdir(), "session-pglite-"));
  if (!isEmpty) cpSync(templateFolder(), folder, { recursive: true });
  return {
    options: { kind: "pglite", folder },
    untilUnused: async () => undefined,
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function onServer<Result>(socket: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ host: socket, user: "postgres", database: "postgres" });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const urlOf = (socket: string, name: string) =>
  `postgresql://postgres@localhost/${name}?host=${encodeURIComponent(socket)}`;

async function makePostgresPlace(isEmpty: boolean): Promise<TestPlace> {
  const socket = inject("postgresSocket");
  if (socket === "") throw new Error("PostgreSQL isn't installed: apt-get install postgresql");
  const name = `test_${randomBytes(8).toString("hex")}`;
  const template = templateName();
  await onServer(socket, async (client) => {
    if (isEmpty) return client.query(`create database ${name}`);
    // Held until this connection ends: nobody copies a template that is being made.
    await client.query("select pg_advisory_lock(1)");
    const { rowCount } = await client.query("select from pg_database where datname = $1", [template]);
    if (rowCount === 0) {
      await client.query(`create database ${template}`);
      await (await openDatabase({ kind: "postgres", url: urlOf(socket, template) })).close();
    }
    return client.query(`create database ${name} template ${template}`);
  });
  const drop = (client: Client) => client.query(`drop database if exists ${name} with (force)`);
  const users = async (client: Client) => {
    const { rowCount } = await client.query(
      "select from pg_stat_activity where datname = $1 and backend_type = 'client backend'",
      [name],
    );
    return rowCount;
  };
  return {
    options: { kind: "postgres", url: urlOf(socket, name) },
    untilUnused: () => expect.poll(() => onServer(socket, users)).toBe(0),
    remove: async () => {
      await onServer(socket, drop);
    },
  };
}

/** A folder for PGlite, or a database of the run's private PostgreSQL server; with the tables, or with nothing at all. */
export function makeTestPlace(kind: DatabaseKind, content: "tables" | "nothing" = "tables"): Promise<TestPlace> {
  const isEmpty = content === "nothing";
  return kind === "pglite" ? makePglitePlace(isEmpty) : makePostgresPlace(isEmpty);
}
