import type { Page } from "playwright-core";

/**
 * Answers that browsers print as if they were faults: a Session Node's 404 of an account without rewards, of an exit not yet
 * signed, of a node it hasn't heard of yet.
 */
const ANSWERS: readonly RegExp[] = [/status of 404 .*\/v1\/(claims\/0x|exits\/|nodes\/\d+\))/];

/** What a page has complained about, as it would in a person's console. */
export class Faults {
  readonly #found: string[] = [];
  readonly #expected: RegExp[] = [...ANSWERS];

  /** What this test provokes itself, and no other complaint, is let pass. */
  expect(...patterns: readonly RegExp[]): void {
    this.#expected.push(...patterns);
  }

  watch(page: Page): void {
    page.on("console", (message) => {
      if (message.type() === "error") this.#found.push(`${message.text()} (${message.location().url})`);
    });
    page.on("pageerror", (error) => this.#found.push(error.stack ?? error.message));
  }

  get unexpected(): readonly string[] {
    return this.#found.filter((fault) => !this.#expected.some((pattern) => pattern.test(fault)));
  }
}
