import type { Hex, L2Block, L2Log } from "./types.ts";

/** Thrown by the parsers; the caller knows the provider and turns it into `PROVIDER_BAD_ANSWER`. */
export class MalformedError extends Error {}

type Fields = Readonly<Record<string, unknown>>;

function toFields(value: unknown, what: string): Fields {
  if (typeof value !== "object" || value === null) throw new MalformedError(`${what} is not an object`);
  return value as Fields;
}

let scratch = Buffer.allocUnsafeSlow(4_096);

/** Whether all digits after the 0x are hex. Decoding them tells in a quarter of the time a regular expression takes. */
function isHex(value: string): boolean {
  if (value.length % 2 !== 0 || !value.startsWith("0x")) return false;
  const bytes = value.length / 2 - 1;
  if (scratch.length < bytes) scratch = Buffer.allocUnsafeSlow(2 * bytes);
  // Of a character above 255 Node's decoder sees the lower byte, which may be that of a digit.
  return scratch.write(value.slice(2), 0, "hex") === bytes && Buffer.byteLength(value) === value.length;
}

/** Hex of exactly `length` bytes (any whole number of them if left out), in lower case. */
export function parseHex(value: unknown, what: string, length?: number): Hex {
  if (typeof value !== "string" || !isHex(value)) throw new MalformedError(`${what} is not hex`);
  if (length !== undefined && value.length !== 2 + 2 * length)
    throw new MalformedError(`${what} is not ${length} bytes`);
  return value.toLowerCase() as Hex;
}

/** A JSON-RPC quantity of at most 64 bits. */
export function parseQuantity(value: unknown, what: string): bigint {
  if (typeof value !== "string" || !/^0x[0-9a-fA-F]{1,16}$/.test(value))
    throw new MalformedError(`${what} is not a quantity`);
  return BigInt(value);
}

/** A block header; null if the node doesn't have the block. */
export function parseBlock(value: unknown): L2Block | null {
  if (value === null) return null;
  const fields = toFields(value, "block");
  return {
    number: parseQuantity(fields.number, "block.number"),
    hash: parseHex(fields.hash, "block.hash", 32),
    parentHash: parseHex(fields.parentHash, "block.parentHash", 32),
    timestamp: parseQuantity(fields.timestamp, "block.timestamp"),
  };
}

/** A log as it came, and what it was taken for. */
type Parsed = { readonly fields: Fields; readonly log: L2Log };

/** @param before the log before: what both say of contract, block and transaction is checked once, and kept once */
function parseLog(value: unknown, before: Parsed | undefined): Parsed {
  const fields = toFields(value, "log");
  if (fields.removed === true) throw new MalformedError("log is marked as removed");
  if (!Array.isArray(fields.topics) || fields.topics.length > 4)
    throw new MalformedError("log.topics is not a list of 4");
  const { fields: last, log: known } = before ?? { fields: {}, log: undefined };
  const log: L2Log = {
    address: known && fields.address === last.address ? known.address : parseHex(fields.address, "log.address", 20),
    topics: fields.topics.map((topic) => parseHex(topic, "log.topic", 32)),
    data: parseHex(fields.data, "log.data"),
    blockNumber:
      known && fields.blockNumber === last.blockNumber
        ? known.blockNumber
        : parseQuantity(fields.blockNumber, "log.blockNumber"),
    blockHash:
      known && fields.blockHash === last.blockHash ? known.blockHash : parseHex(fields.blockHash, "log.blockHash", 32),
    logIndex: Number(parseQuantity(fields.logIndex, "log.logIndex")),
    transactionHash:
      known && fields.transactionHash === last.transactionHash
        ? known.transactionHash
        : parseHex(fields.transactionHash, "log.transactionHash", 32),
  };
  const time = known && fields.blockTimestamp === last.blockTimestamp ? known.time : parseTime(fields.blockTimestamp);
  if (time !== undefined) log.time = time;
  return { fields, log };
}

/** Left out where a node doesn't tell it: some leave the field out, some give null. */
function parseTime(blockTimestamp: unknown): bigint | undefined {
  if (blockTimestamp === undefined || blockTimestamp === null) return undefined;
  return parseQuantity(blockTimestamp, "log.blockTimestamp");
}

/** What a list of logs has to fit. */
export type LogsQuery = {
  readonly fromBlock: bigint;
  readonly toBlock: bigint;
  readonly wants: (log: L2Log) => boolean;
};

/** The answer to `eth_getLogs`. A log outside of the query is refused. */
export function parseLogs(value: unknown, query: LogsQuery): L2Log[] {
  if (!Array.isArray(value)) throw new MalformedError("logs are not a list");
  const logs: L2Log[] = [];
  let before: Parsed | undefined;
  for (const item of value) {
    before = parseLog(item, before);
    const { log } = before;
    if (log.blockNumber < query.fromBlock || log.blockNumber > query.toBlock)
      throw new MalformedError(`log of block ${log.blockNumber} is outside of the range`);
    if (!query.wants(log)) throw new MalformedError(`log of ${log.address} was not asked for`);
    logs.push(log);
  }
  return logs;
}

/** Logs by (block number, log index). An id that occurs twice, or two hashes for one block number, are refused. */
export function sortLogs(logs: L2Log[]): L2Log[] {
  logs.sort((a, b) => {
    if (a.blockNumber === b.blockNumber) return a.logIndex - b.logIndex;
    return a.blockNumber < b.blockNumber ? -1 : 1;
  });
  logs.forEach((log, index) => {
    const before = logs[index - 1];
    if (before === undefined || before.blockNumber !== log.blockNumber) return;
    if (before.logIndex === log.logIndex)
      throw new MalformedError(`log ${log.logIndex} of block ${log.blockNumber} occurs twice`);
    if (before.blockHash !== log.blockHash)
      throw new MalformedError(`block ${log.blockNumber} has two hashes in its logs`);
  });
  return logs;
}
