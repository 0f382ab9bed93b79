import { CodedError } from "@session/protocol";
import type { Logger } from "pino";
import type { IndexerModules, SourceStatus } from "./modules.ts";

type Source = "l2" | "chain";
type Halt = NonNullable<ReturnType<SourceStatus["halted"]>>;

/** Errors after which the other source and the API are still of use: the operator decides. */
const STAYS_UP: ReadonlySet<string> = new Set(["L2_REORG_BEYOND_SAFE", "REWARDS_DIFFER"]);

/** Sources that stopped by themselves, with their reasons: readiness and routes tell, the rest goes on. */
export class Halts {
  readonly #logger: IndexerModules["logger"];
  readonly #halts = new Map<Source, Halt>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  of(source: Source): Halt | undefined {
    return this.#halts.get(source);
  }

  /** A source's status with its halt, if it has one. */
  over(source: Source, status: SourceStatus): SourceStatus {
    return { ...status, halted: () => this.of(source) ?? status.halted() };
  }

  /** Resolves as `work` does, or notes the halt; any other error is the caller's. */
  async watch(source: Source, work: Promise<unknown>): Promise<void> {
    try {
      await work;
    } catch (error) {
      if (!(error instanceof CodedError) || !STAYS_UP.has(error.code)) throw error;
      this.#halts.set(source, { code: error.code, message: error.message });
      this.#logger.error({ source, err: error }, "a source has stopped");
    }
  }
}
