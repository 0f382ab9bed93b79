import type { KnownChildren } from "./children.ts";
import { L2Error } from "./errors.ts";
import { type LogsQuery, MalformedError, parseBlock, parseHex, parseLogs, sortLogs } from "./parse.ts";
import type { RpcAnswer, RpcCall } from "./provider.ts";
import type { Hex, L2Block, L2Log, ReadCall } from "./types.ts";

/** Who is asked; one batch goes to one node. */
export interface Respondent {
  readonly name: string;
  request(calls: readonly RpcCall[], signal: AbortSignal): Promise<readonly RpcAnswer[]>;
}

/** A provider's newest block, and the blocks asked for; null: it doesn't have that block (yet). */
export type Look = { readonly head: L2Block; readonly blocks: ReadonlyMap<bigint, L2Block | null> };

const toQuantity = (number: bigint): Hex => `0x${number.toString(16)}`;
const blockCall = (block: bigint | "latest"): RpcCall => ({
  method: "eth_getBlockByNumber",
  params: [block === "latest" ? block : toQuantity(block), false],
});

/** Asks for the head and some blocks in one batch. */
export async function lookAt(respondent: Respondent, numbers: readonly bigint[], signal: AbortSignal): Promise<Look> {
  const asked = [...new Set(numbers)];
  const [latest, ...answers] = await respondent.request([blockCall("latest"), ...asked.map(blockCall)], signal);
  const head = toBlock(latest);
  if (head === null) throw new MalformedError("the node has no newest block");
  const blocks = new Map(asked.map((number, index) => [number, toNumberedBlock(answers[index], number)]));
  return { head, blocks };
}

/** One range to fetch: (from, to], with the steps in it. */
export type RangeQuestion = {
  readonly from: L2Block;
  readonly to: bigint;
  readonly steps: readonly bigint[];
  readonly addresses: readonly Hex[];
  /** Contracts a factory has made; undefined if none are followed. */
  readonly children: KnownChildren | undefined;
  readonly reads: readonly ReadCall[];
  /** What was seen before; it saves a request if it holds `to`. */
  readonly before: Look;
  /** Block to look at afterwards, for the next range. */
  readonly next: bigint;
  /** Waited for before `children` is looked into: what the range before tells of is in it only then. */
  readonly stored?: Promise<unknown> | undefined;
};

/** A range as one provider has it. `reads[i]` belongs to `steps[i]`; null: the state is gone. */
export type RangeAnswer = {
  readonly end: L2Block;
  readonly steps: readonly L2Block[];
  readonly logs: readonly L2Log[];
  readonly reads: readonly (readonly Hex[] | null)[];
  readonly after: Look;
};

/**
 * Fetches a range so that the answer can be relied on: the same node had the end of the range before it was asked for the
 * logs, and still has the same start and end afterwards. So neither a node that lags behind and answers `[]`, nor a
 * reorganisation in between, can pass for an empty range.
 *
 * @throws L2Error `RANGE_REFUSED`, `RANGE_CHANGED`, `PROVIDER_DOWN`; MalformedError if the answers contradict each other.
 */
export async function fetchRange(
  respondent: Respondent,
  question: RangeQuestion,
  signal: AbortSignal,
): Promise<RangeAnswer> {
  const { from, to, steps, reads } = question;
  const before = question.before.blocks.has(to) ? question.before : await lookAt(respondent, [from.number, to], signal);
  const endBefore = before.blocks.get(to) ?? null;
  if (endBefore === null) throw new MalformedError(`the node's head is ${before.head.number}, the range ends at ${to}`);

  const logsCalls = logsFilters(question).map((filter) => ({ method: "eth_getLogs", params: [filter] }));
  const all = await respondent.request([...logsCalls, ...stepCalls(question)], signal);
  const answers = all.slice(logsCalls.length);
  const stepBlocks = steps.map((number, index) => {
    const block = toNumberedBlock(answers[index * (1 + reads.length)], number);
    if (block === null) throw new MalformedError(`block ${number} is missing below the node's head`);
    return block;
  });
  // The most work of a range, and so done while the one before is still being stored.
  const candidates = toLogs(respondent, question, all);
  await question.stored?.catch(() => undefined);
  const logs = question.children?.select(candidates, new Set<string>(question.addresses)) ?? candidates;
  const readResults = steps.map((_, index) => {
    const first = 1 + index * (1 + reads.length);
    return toReads(answers.slice(first, first + reads.length));
  });

  const after = await lookAt(respondent, [from.number, to, question.next], signal);
  const end = after.blocks.get(to) ?? null;
  const hasChanged = end?.hash !== endBefore.hash || after.blocks.get(from.number)?.hash !== from.hash;
  if (end === null || hasChanged) throw new L2Error({ code: "RANGE_CHANGED", provider: respondent.name, number: to });
  checkLinks([from, ...stepBlocks, end], logs);
  return { end, steps: stepBlocks, logs, reads: readResults, after };
}

/** Logs of the contracts that are known beforehand, and those of any contract that emits a child's events. */
function logsFilters({ from, to, addresses, children }: RangeQuestion): object[] {
  const range = { fromBlock: toQuantity(from.number + 1n), toBlock: toQuantity(to) };
  const known = { ...range, address: addresses };
  return children === undefined ? [known] : [known, { ...range, topics: [[...children.topics]] }];
}

function stepCalls({ steps, reads }: RangeQuestion): RpcCall[] {
  return steps.flatMap((number) => [
    blockCall(number),
    ...reads.map(({ to, data }) => ({ method: "eth_call", params: [{ to, data }, toQuantity(number)] })),
  ]);
}

/** Rate limits are not about the range: a smaller one would be refused as well. */
const RATE_LIMITED = /rate.?limit|too many requests|compute units|capacity/i;

/** Logs of the contracts known beforehand, and those of any others that may be children, sorted. */
function toLogs(respondent: Respondent, question: RangeQuestion, answers: readonly RpcAnswer[]): L2Log[] {
  const { addresses, children } = question;
  const [fromBlock, toBlock] = [question.from.number + 1n, question.to];
  const parse = (answer: RpcAnswer | undefined, wants: LogsQuery["wants"]): L2Log[] =>
    parseLogs(resultOf(respondent, question, answer), { fromBlock, toBlock, wants });
  const known = new Set<string>(addresses);
  const logs = parse(answers[0], ({ address }) => known.has(address));
  if (children === undefined) return sortLogs(logs);
  const others = parse(answers[1], ({ topics }) => topics[0] !== undefined && children.topics.has(topics[0]));
  return sortLogs([...logs, ...others.filter(({ address }) => !known.has(address))]);
}

/** @throws L2Error `RANGE_REFUSED`, or `PROVIDER_DOWN` if it is not about the range */
function resultOf(respondent: Respondent, question: RangeQuestion, answer: RpcAnswer | undefined): unknown {
  if (answer?.ok === true) return answer.result;
  const provider = respondent.name;
  const [from, to] = [question.from.number + 1n, question.to];
  const reason = answer?.message ?? "no answer";
  if (answer?.rpcCode === 429 || RATE_LIMITED.test(reason))
    throw new L2Error({ code: "PROVIDER_DOWN", providers: [provider], reason, retryInMs: null });
  throw new L2Error(
    { code: "RANGE_REFUSED", provider, from, to, reason },
    `L2 provider ${provider} refused the events of blocks ${from} to ${to}: ${reason}`,
  );
}

/** What nodes without an archive say: Geth, Nitro, Erigon, Reth, Nethermind, Anvil. */
const STATE_GONE =
  /missing trie node|state.*(not available|unavailable|pruned|not found)|pruned|archive|historical state|BlockOutOfRange/i;
/** JSON-RPC code of a revert (EIP-1474 extension used by Geth, Nitro and Anvil). */
const REVERTED = 3;

function toReads(answers: readonly RpcAnswer[]): readonly Hex[] | null {
  const results: Hex[] = [];
  for (const answer of answers) {
    if (answer.ok) results.push(parseHex(answer.result, "result of eth_call"));
    else if (answer.rpcCode === REVERTED || /revert/i.test(answer.message)) results.push("0x");
    else if (STATE_GONE.test(answer.message)) return null;
    else throw new MalformedError(`eth_call: ${answer.message}`);
  }
  return results;
}

/** Neighbours must be linked by their parent hash, logs must be of the blocks that are known. */
function checkLinks(blocks: readonly L2Block[], logs: readonly L2Log[]): void {
  const byNumber = new Map(blocks.map((block) => [block.number, block]));
  for (const block of blocks) {
    if (byNumber.get(block.number)?.hash !== block.hash)
      throw new MalformedError(`block ${block.number} has two hashes`);
    const parent = byNumber.get(block.number - 1n);
    if (parent !== undefined && parent.hash !== block.parentHash)
      throw new MalformedError(`block ${block.number} is not a child of block ${parent.number}`);
  }
  const [first, last] = [blocks[0], blocks.at(-1)];
  for (const { blockNumber, blockHash, time } of logs) {
    const block = byNumber.get(blockNumber);
    if (block !== undefined && block.hash !== blockHash)
      throw new MalformedError(`log of block ${blockNumber} belongs to another block of that number`);
    if (time === undefined || first === undefined || last === undefined) continue;
    // Time never goes back on the chain.
    if (time < (block ?? first).timestamp || time > (block ?? last).timestamp)
      throw new MalformedError(`log of block ${blockNumber} has the time ${time}, which its block can't have`);
  }
}

function toBlock(answer: RpcAnswer | undefined): L2Block | null {
  if (answer?.ok !== true) throw new MalformedError(`eth_getBlockByNumber: ${answer?.message ?? "no answer"}`);
  return parseBlock(answer.result);
}

function toNumberedBlock(answer: RpcAnswer | undefined, number: bigint): L2Block | null {
  const block = toBlock(answer);
  if (block !== null && block.number !== number) throw new MalformedError(`asked for ${number}, got ${block.number}`);
  return block;
}
