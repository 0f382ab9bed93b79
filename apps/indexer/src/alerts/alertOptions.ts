export type AlertOptions = {
  /** Webhooks may go to this machine and private networks: development networks and tests. Default false. */
  readonly allowLocal?: boolean;
  /** Webhooks of one address; 20 without it. */
  readonly perAddress?: number;
  /** Webhooks one client may subscribe in a day; 50 without it. */
  readonly perClientDay?: number;
  /** How often facts are looked for without a notice, and at most with them. */
  readonly scanIntervalMs?: number;
  readonly minScanIntervalMs?: number;
  /** How often due deliveries are looked for. */
  readonly pollMs?: number;
  readonly timeoutMs?: number;
  /** Deliveries at once. */
  readonly concurrency?: number;
};

export const ALERT_DEFAULTS: Required<AlertOptions> = {
  allowLocal: false,
  perAddress: 20,
  perClientDay: 50,
  scanIntervalMs: 30_000,
  minScanIntervalMs: 1_000,
  pollMs: 1_000,
  timeoutMs: 10_000,
  concurrency: 16,
};

/** Seconds until the next attempt, after the first, second … failure; after the last none is made. */
export const RETRY_AFTER_SEC: readonly number[] = [60, 300, 1_800, 7_200, 21_600, 43_200, 86_400];
/** A webhook that fails for so long is disabled. */
export const DISABLE_AFTER_SEC = 7 * 86_400;
/** For how long after a feed was read alerts are looked for, for its address. */
export const FEED_WATCHED_SEC = 30 * 86_400;
