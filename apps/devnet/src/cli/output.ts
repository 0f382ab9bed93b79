import { formatSesh } from "../amount.ts";
import { formatDuration } from "../duration.ts";
import type { DevnetStatus, ServiceStatus } from "../status.ts";

/** What a command answers: JSON as the last line of stdout, or words. */
export function answer(isJson: boolean, value: unknown, words: string): void {
  process.stdout.write(`${isJson ? JSON.stringify(value) : words}\n`);
}

/** Columns as wide as their widest cell. */
export function toTable(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (found, row) => row.map((cell, column) => Math.max(found[column] ?? 0, cell.length)),
    [],
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function describeNode(service: ServiceStatus): string {
  if (service.nodeState === null || service.nodeState === "unregistered") return "";
  return `node ${service.nodeId}, ${service.nodeState}`;
}

/** The table of services, for `status` and for the end of the start. */
export function servicesTable(status: DevnetStatus): string {
  const rows = Object.entries(status.services).map(([name, service]) => [
    name,
    service.state,
    service.url ?? "",
    service.pid === null ? "" : `pid ${service.pid}`,
    describeNode(service),
    service.final === null ? "" : `final ${service.final}`,
    service.l2 === null ? "" : `L2 ${service.l2}`,
  ]);
  const waits = Object.entries(status.services).flatMap(([name, { reason }]) =>
    reason === null ? [] : [`  ${name}: ${reason.code}: ${reason.message}`],
  );
  return [toTable(rows), ...waits].join("\n");
}

/** Contracts and accounts; the keys are public, everybody knows them. */
export function chainTable(status: DevnetStatus): string {
  const { contracts, accounts, chainId, clockOffsetSec } = status;
  return [
    `chain ${chainId}${clockOffsetSec === 0 ? "" : `, clocks ${formatDuration(clockOffsetSec)} ahead`}`,
    toTable(Object.entries(contracts).map(([name, address]) => [name, address])),
    "",
    "development accounts (public keys of development chains: never send real funds there)",
    toTable(accounts.map(({ role, address, privateKey }) => [address, privateKey, role])),
  ].join("\n");
}

/** The one thing to open, for people: nothing where no terminal is. */
export function describeLink({ services }: DevnetStatus, isTerminal = process.stdout.isTTY): string {
  const { portal } = services;
  if (portal?.url == null || isTerminal !== true) return "";
  const wait = portal.state === "building" ? " (there in a moment: it is being built)" : "";
  return `\nopen ${portal.url}${wait}\n`;
}

export function describeStatus(status: DevnetStatus): string {
  return [`devnet ${status.ready ? "ready" : "not whole"} in ${status.folder}`, servicesTable(status)].join("\n");
}

export function sesh(amount: bigint | string): string {
  return `${formatSesh(BigInt(amount))} SESH`;
}
