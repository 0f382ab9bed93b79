import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { type SpawnedChild, spawnChild } from "@session/testing";
import { DevnetError } from "../errors.ts";

/**
 * `starting` until it answers, `running`; `stopped` and `killed` by order, `failed` by itself. A site is `building` until
 * it has pages.
 */
export type ServiceState = "starting" | "building" | "running" | "stopped" | "killed" | "failed";

export type ChildOptions = {
  readonly name: string;
  /** File both of its outputs are appended to. */
  readonly log: string;
  readonly env: Readonly<Record<string, string>>;
  /** Program and arguments for the next start; asked each time, because a warp changes them. */
  readonly args: () => readonly string[];
  /** Resolves once it does its work; polled until then. */
  readonly isUp: () => Promise<boolean>;
  readonly onChange: () => void;
};

const POLL_MS = 80;
/** A node closes its stores in order; after this it is killed. */
const STOP_GRACE_MS = 12_000;

/** A child program of the network: Node itself, never a wrapper, with a pipe at whose end it closes. */
export class ChildService {
  readonly name: string;
  readonly #options: ChildOptions;
  #child: SpawnedChild | undefined;
  #state: ServiceState = "stopped";
  #exit = "";

  constructor(options: ChildOptions) {
    this.name = options.name;
    this.#options = options;
  }

  get state(): ServiceState {
    return this.#state;
  }
  get pid(): number | null {
    return this.#state === "starting" || this.#state === "running" ? (this.#child?.pid ?? null) : null;
  }
  /** How it ended, for a `failed` one. */
  get exit(): string {
    return this.#exit;
  }

  /** Starts the program without waiting until it answers. */
  async spawn(): Promise<void> {
    if (this.#state === "starting" || this.#state === "running") return;
    this.#become("starting");
    const { name, log, env, args } = this.#options;
    mkdirSync(dirname(log), { recursive: true });
    const output = openSync(log, "a");
    try {
      const child = await spawnChild(process.execPath, args(), {
        stdio: ["pipe", output, output],
        env: { ...process.env, ...env, SESSION_EXIT_WITH_PARENT: "1" },
      });
      this.#child = child;
      void child.exited.then(({ code, signal }) =>
        this.#ended(child, code === null ? String(signal) : `exit code ${code}`),
      );
      child.process.stdin?.on("error", () => undefined);
    } catch (cause) {
      this.#become("failed");
      throw new DevnetError({ code: "SERVICE_FAILED", service: name, exit: "not started", log }, undefined, { cause });
    } finally {
      closeSync(output);
    }
  }

  /**
   * Waits until it answers.
   *
   * @throws DevnetError SERVICE_FAILED with its last words when it ends instead, START_TIMEOUT
   */
  async untilUp(timeoutMs: number): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    const { name, log } = this.#options;
    while (this.#state === "starting") {
      if (await this.#options.isUp().catch(() => false)) {
        if (this.#state === "starting") this.#become("running");
        return;
      }
      if (performance.now() > deadline)
        throw new DevnetError(
          { code: "START_TIMEOUT", waitingFor: name, seconds: timeoutMs / 1_000 },
          `${name} doesn't answer after ${timeoutMs / 1_000} s. See its log: npm run -s devnet -- logs ${name}`,
        );
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    if (this.#state === "running") return;
    throw new DevnetError(
      { code: "SERVICE_FAILED", service: name, exit: this.#exit, log },
      `${name} ended (${this.#exit}):\n${lastLines(log)}`,
    );
  }

  /** Asks it to end and waits until it has. */
  async stop(): Promise<void> {
    if (this.pid === null) return;
    this.#become("stopped");
    await this.#child?.stop(STOP_GRACE_MS);
  }

  /** SIGKILL; it stays down until it is started again. */
  async kill(): Promise<void> {
    if (this.pid === null) return;
    this.#become("killed");
    await this.#child?.kill();
  }

  #ended(child: SpawnedChild, exit: string): void {
    if (child !== this.#child || this.#state === "stopped" || this.#state === "killed") return;
    this.#exit = exit;
    this.#become("failed");
  }

  #become(state: ServiceState): void {
    this.#state = state;
    this.#options.onChange();
  }
}

/** The end of a log, for a message about a program that has ended. */
function lastLines(file: string, count = 6): string {
  return readFileSync(file, "utf8").trimEnd().split("\n").slice(-count).join("\n");
}
