import type { Clock } from "../consensus/ports.ts";
import type { SignGuard } from "./signGuard.ts";

/**
 * A key that comes back from a backup may have signed things the backup doesn't know. It stays silent until the node has
 * synced, then for one proof interval more, and signs only above the highest height seen by then.
 */
export class RestoredKey {
  readonly #options: { readonly waitMs: number };
  readonly #modules: { readonly guard: SignGuard; readonly clock: Clock };
  #syncedMs: number | undefined;
  #highest = 0;
  #isReady = false;

  /** `waitMs`: one proof interval of the preset. */
  constructor(options: { readonly waitMs: number }, modules: { readonly guard: SignGuard; readonly clock: Clock }) {
    this.#options = options;
    this.#modules = modules;
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  /** Every height this node hears of, own head and peers' heads alike. */
  observe(height: number): void {
    this.#highest = Math.max(this.#highest, height);
  }

  /** The node is fully synced at this height; call again whenever it is. */
  async synced(height: number): Promise<void> {
    this.observe(height);
    const nowMs = this.#modules.clock.now();
    this.#syncedMs ??= nowMs;
    if (this.#isReady || nowMs - this.#syncedMs < this.#options.waitMs) return;
    await this.#modules.guard.raiseFloor(this.#highest + 1);
    this.#isReady = true;
  }
}
