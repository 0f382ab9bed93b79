import { ClassicLevel } from "classic-level";
import { decodeJson, encodeJson, numberKey } from "./codec.ts";
import type { Child, ChildKind, FollowerState, FollowerStore, StoreChange, StoredStep } from "./store.ts";
import type { BlockRef, L2Log } from "./types.ts";

/** Layout of the keys, stored under `format` so that a later change can be recognised. */
const FORMAT = "1";

const STATE = "state";
const stepKey = (number: bigint): string => `step/${numberKey(number)}`;
const logKey = (number: bigint, logIndex: number): string =>
  `log/${numberKey(number)}/${logIndex.toString(16).padStart(8, "0")}`;
const childKey = ({ blockNumber, logIndex, factory, created, childTopic }: Child): string =>
  `child/${logKey(blockNumber, logIndex)}/${factory}/${created}/${childTopic}`;
const droppedKey = (block: BlockRef): string => `dropped/${numberKey(block.number)}/${block.hash}`;

/** "~" sorts behind every digit of a key. */
const LAST_STEP = "step/~";
const LAST_LOG = "log/~";
const FIRST_CHILD = "child/";
const LAST_CHILD = "child/~";

type Operation = { type: "put"; key: string; value: string } | { type: "del"; key: string };

/** A store in a LevelDB folder. Each write is one atomic batch, on disk before it returns. */
export class ClassicLevelStore implements FollowerStore {
  readonly #database: ClassicLevel<string, string>;

  private constructor(database: ClassicLevel<string, string>) {
    this.#database = database;
  }

  /** Opens or creates the folder. Rejects with LevelDB's error if another process has it open. */
  static async open(folder: string): Promise<ClassicLevelStore> {
    const database = new ClassicLevel<string, string>(folder, { keyEncoding: "utf8", valueEncoding: "utf8" });
    await database.open();
    const format = await database.get("format");
    if (format === undefined) await database.put("format", FORMAT);
    else if (format !== FORMAT) {
      await database.close();
      throw new Error(`the L2 store in ${folder} has format ${format}, this version reads ${FORMAT}`);
    }
    return new ClassicLevelStore(database);
  }

  async state(): Promise<FollowerState | undefined> {
    return this.#get<FollowerState>(STATE);
  }

  async step(number: bigint): Promise<StoredStep | undefined> {
    return this.#get<StoredStep>(stepKey(number));
  }

  async stepsDown(from: bigint, limit: number): Promise<StoredStep[]> {
    const range = { gte: stepKey(0n), lte: stepKey(from), reverse: true, limit };
    return (await this.#database.values(range).all()).map((text) => decodeJson<StoredStep>(text));
  }

  async stepsAfter(number: bigint, limit: number): Promise<StoredStep[]> {
    const texts = await this.#database.values({ gt: stepKey(number), lt: LAST_STEP, limit }).all();
    return texts.map((text) => decodeJson<StoredStep>(text));
  }

  async logs(fromExclusive: bigint, toInclusive: bigint, limit?: number): Promise<L2Log[]> {
    const range = { gte: logKey(fromExclusive + 1n, 0), lt: logKey(toInclusive + 1n, 0), limit: limit ?? -1 };
    return (await this.#database.values(range).all()).map((text) => decodeJson<L2Log>(text));
  }

  async children({ factory, created, childTopic }: ChildKind): Promise<Child[]> {
    const texts = await this.#database.values({ gt: FIRST_CHILD, lt: LAST_CHILD }).all();
    const isWanted = (child: Child): boolean =>
      child.factory === factory && child.created === created && child.childTopic === childTopic;
    return texts.map((text) => decodeJson<Child>(text)).filter(isWanted);
  }

  async ancestorOfDropped(step: BlockRef): Promise<BlockRef | undefined> {
    return this.#get<BlockRef>(droppedKey(step));
  }

  async write(change: StoreChange): Promise<void> {
    const operations: Operation[] = change.rollbackTo === undefined ? [] : await this.#rollback(change.rollbackTo);
    const put = (key: string, value: unknown): void => {
      operations.push({ type: "put", key, value: encodeJson(value) });
    };
    for (const step of change.steps ?? []) put(stepKey(step.block.number), step);
    for (const log of change.logs ?? []) put(logKey(log.blockNumber, log.logIndex), log);
    for (const child of change.children ?? []) put(childKey(child), child);
    put(STATE, change.state);
    await this.#database.batch(operations, { sync: true });
  }

  async close(): Promise<void> {
    await this.#database.close();
  }

  async #get<T>(key: string): Promise<T | undefined> {
    const text = await this.#database.get(key);
    return text === undefined ? undefined : decodeJson<T>(text);
  }

  /** Deletes what came after `ancestor`; bounded by the safe lag, except when an operator rewinds. */
  async #rollback(ancestor: BlockRef): Promise<Operation[]> {
    const operations: Operation[] = [];
    for await (const [key, text] of this.#database.iterator({ gt: stepKey(ancestor.number), lt: LAST_STEP })) {
      const { block } = decodeJson<StoredStep>(text);
      operations.push({ type: "put", key: droppedKey(block), value: encodeJson(ancestor) }, { type: "del", key });
    }
    for await (const key of this.#database.keys({ gte: logKey(ancestor.number + 1n, 0), lt: LAST_LOG }))
      operations.push({ type: "del", key });
    for await (const key of this.#database.keys({ gte: `child/${logKey(ancestor.number + 1n, 0)}`, lt: LAST_CHILD }))
      operations.push({ type: "del", key });
    return operations;
  }
}
