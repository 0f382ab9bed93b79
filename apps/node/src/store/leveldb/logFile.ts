import { readUint32 } from "./bytes.ts";
import { maskedCrc32c } from "./checksum.ts";

/** db/log_format.h: records lie in blocks of 32 KiB, in fragments of checksum (4), length (2), type (1), payload. */
const BLOCK_SIZE_BYTES = 32_768;
const HEADER_SIZE_BYTES = 7;
const FRAGMENT = { full: 1, first: 2, middle: 3, last: 4 } as const;

type Fragment = { readonly type: number; readonly payload: Uint8Array; readonly end: number };

/** What is in a log or MANIFEST. */
export type LogScan = {
  /** Whole records up to the first damage. */
  readonly records: readonly Uint8Array[];
  /** Where the last of them ends. */
  readonly soundBytes: number;
  readonly isWhole: boolean;
  /**
   * A record begins behind the damage. Each write is synced before the next one begins, so a crash tears the last
   * record only: this is damage.
   */
  readonly goesOn: boolean;
};

export function scanLog(bytes: Uint8Array): LogScan {
  const records: Uint8Array[] = [];
  let soundBytes = 0;
  let open: Uint8Array[] | undefined;
  for (let at = 0; at < bytes.length; ) {
    if (leftInBlock(at) < HEADER_SIZE_BYTES) {
      at += leftInBlock(at);
      continue;
    }
    const fragment = fragmentAt(bytes, at);
    const isExpected = fragment !== undefined && begins(fragment) === (open === undefined);
    if (!isExpected) return { records, soundBytes, isWhole: false, goesOn: hasRecordFrom(bytes, at + 1) };
    open = [...(open ?? []), fragment.payload];
    at = fragment.end;
    if (fragment.type === FRAGMENT.first || fragment.type === FRAGMENT.middle) continue;
    records.push(open.length === 1 ? fragment.payload : Buffer.concat(open));
    open = undefined;
    soundBytes = at;
  }
  return { records, soundBytes, isWhole: open === undefined, goesOn: false };
}

/** One record in the form it has in a file of `offsetBytes` so far. */
export function toLogBytes(record: Uint8Array, offsetBytes: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = offsetBytes;
  for (let done = 0, isFirst = true; isFirst || done < record.length; isFirst = false) {
    if (leftInBlock(at) < HEADER_SIZE_BYTES) {
      parts.push(new Uint8Array(leftInBlock(at)));
      at += leftInBlock(at);
    }
    const payload = record.subarray(done, done + leftInBlock(at) - HEADER_SIZE_BYTES);
    done += payload.length;
    const isLast = done === record.length;
    const type = isFirst ? (isLast ? FRAGMENT.full : FRAGMENT.first) : isLast ? FRAGMENT.last : FRAGMENT.middle;
    parts.push(toFragment(type, payload));
    at += HEADER_SIZE_BYTES + payload.length;
  }
  return Buffer.concat(parts);
}

function toFragment(type: number, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(HEADER_SIZE_BYTES + payload.length);
  bytes.set(payload, HEADER_SIZE_BYTES);
  bytes[6] = type;
  const view = new DataView(bytes.buffer);
  view.setUint16(4, payload.length, true);
  view.setUint32(0, maskedCrc32c(bytes.subarray(6)), true);
  return bytes;
}

function leftInBlock(at: number): number {
  return BLOCK_SIZE_BYTES - (at % BLOCK_SIZE_BYTES);
}

function begins({ type }: Fragment): boolean {
  return type === FRAGMENT.full || type === FRAGMENT.first;
}

function fragmentAt(bytes: Uint8Array, at: number): Fragment | undefined {
  const limit = Math.min(bytes.length, at + leftInBlock(at));
  if (at + HEADER_SIZE_BYTES > limit) return undefined;
  const type = bytes[at + 6] ?? 0;
  const end = at + HEADER_SIZE_BYTES + (bytes[at + 4] ?? 0) + 256 * (bytes[at + 5] ?? 0);
  if (type < FRAGMENT.full || type > FRAGMENT.last || end > limit) return undefined;
  if (readUint32(bytes, at) !== maskedCrc32c(bytes.subarray(at + 6, end))) return undefined;
  return { type, payload: bytes.subarray(at + HEADER_SIZE_BYTES, end), end };
}

/** A damaged length hides where the next record is, so every position is tried. */
function hasRecordFrom(bytes: Uint8Array, from: number): boolean {
  for (let at = from; at < bytes.length; ) {
    const fragment = fragmentAt(bytes, at);
    if (fragment !== undefined && begins(fragment)) return true;
    at = fragment?.end ?? at + 1;
  }
  return false;
}
