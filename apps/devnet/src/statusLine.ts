import { formatDuration } from "./duration.ts";
import type { DevnetStatus } from "./status.ts";

/** Appchain blocks are 2 s apart; a head older than this is worth a word. */
const LATE_SEC = 12;

/** One line that shows the network is alive: height, finality, L2 lag, nodes, checkpoint, alerts. */
export function toStatusLine(status: DevnetStatus): string {
  const nodes = Object.entries(status.services).filter(([name]) => /^(node|spare)\d+$/.test(name));
  const running = nodes.filter(([, { state }]) => state === "running");
  const final = Math.max(0, ...nodes.map(([, service]) => service.final ?? 0));
  const height = Math.max(0, ...nodes.map(([, service]) => service.height ?? 0));
  const l2 = status.services.l2?.l2 ?? 0;
  const seen = Math.max(0, ...nodes.map(([, service]) => service.l2 ?? 0));
  const { checkpoint, headAgeSec } = status;
  const parts = [
    `height ${height}`,
    `final ${final}${headAgeSec === null ? "" : ` (${headAgeSec} s)`}`,
    `L2 ${l2}, ${Math.max(0, l2 - seen)} behind`,
    `nodes ${running.length}/${nodes.length}`,
    checkpoint === null
      ? "no checkpoint"
      : `checkpoint ${checkpoint.height}: ${checkpoint.signers}/${checkpoint.nodes}`,
    ...alertsOf(status),
  ];
  return parts.join(" · ");
}

/** What is wrong, shortest first thing to look at. */
export function alertsOf(status: DevnetStatus): string[] {
  const down = Object.entries(status.services)
    .filter(([, { state }]) => state === "failed" || state === "killed")
    .map(([name, { state }]) => `${name} ${state}`);
  const waiting = Object.values(status.services).find(({ reason }) => reason?.code === "WAITING_FOR_VOTES");
  const late = status.headAgeSec !== null && status.headAgeSec > LATE_SEC;
  return [
    ...(down.length === 0 ? [] : [`! ${down.join(", ")}`]),
    ...(waiting?.reason == null ? [] : [`! ${waiting.reason.message}`]),
    ...(late && waiting === undefined ? [`! no block for ${formatDuration(status.headAgeSec ?? 0)}`] : []),
  ];
}

/** Keeps one line of a terminal up to date; on anything else it writes nothing. */
export class StatusLine {
  readonly #out: NodeJS.WriteStream;
  #timer: NodeJS.Timeout | undefined;

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
  }

  /** Asks for the status every two seconds, one question at a time. */
  start(read: () => Promise<DevnetStatus>): void {
    if (!this.#out.isTTY) return;
    const tick = async () => {
      const line = await read().then(toStatusLine, () => "");
      if (this.#timer === undefined) return;
      this.#write(line);
      this.#timer = setTimeout(tick, 2_000);
    };
    this.#timer = setTimeout(tick, 0);
  }

  stop(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#out.write("\n");
  }

  #write(line: string): void {
    const width = this.#out.columns ?? 80;
    this.#out.write(`\r\u001b[2K${line.length < width ? line : `${line.slice(0, width - 2)}…`}`);
  }
}
