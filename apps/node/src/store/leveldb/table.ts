import { readFile } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { uncompress } from "snappyjs";
import { ByteReader, FormatError, readUint32 } from "./bytes.ts";
import { maskedCrc32c } from "./checksum.ts";

/** table/format.h: handles of metaindex and index, zeros, magic. */
const FOOTER_SIZE_BYTES = 48;
const MAGIC = Buffer.from("57fb808b247547db", "hex");
/** Behind each block: its kind and the checksum of block and kind. */
const TRAILER_SIZE_BYTES = 5;
const SNAPPY = 1;
/** What is checked before others get their turn: 2 ms on a usual machine. */
const STRETCH_SIZE_BYTES = 4 * 1_048_576;

type Handle = { readonly offset: number; readonly sizeBytes: number };

/**
 * Checks every block of a table file by its checksum.
 *
 * @param sizeBytes how much of the file LevelDB will look at
 * @throws FormatError saying what is wrong; errors of the file system as they are
 */
export async function checkTable(path: string, sizeBytes: number): Promise<void> {
  const file = await readFile(path);
  if (file.length < sizeBytes) throw new FormatError(`${file.length} bytes are left of ${sizeBytes}`);
  await checkTableBytes(file.subarray(0, sizeBytes));
}

/** @throws FormatError */
export async function checkTableBytes(bytes: Uint8Array): Promise<void> {
  const { metaindex, index } = footerOf(bytes);
  let stretchBytes = 0;
  for (const handle of [...handlesIn(bytes, metaindex), ...handlesIn(bytes, index)]) {
    checkBlock(bytes, handle);
    stretchBytes += handle.sizeBytes;
    if (stretchBytes < STRETCH_SIZE_BYTES) continue;
    await setImmediate();
    stretchBytes = 0;
  }
}

function footerOf(bytes: Uint8Array): { metaindex: Handle; index: Handle } {
  if (bytes.length < FOOTER_SIZE_BYTES) throw new FormatError("it is too short");
  const footer = bytes.subarray(bytes.length - FOOTER_SIZE_BYTES);
  if (!MAGIC.equals(footer.subarray(-MAGIC.length))) throw new FormatError("its end isn't a table's");
  const reader = new ByteReader(footer.subarray(0, -MAGIC.length));
  const [metaindex, index] = [toHandle(reader), toHandle(reader)];
  if (reader.rest().some((byte) => byte !== 0)) throw new FormatError("its end isn't a table's");
  return { metaindex, index };
}

function toHandle(reader: ByteReader): Handle {
  return { offset: reader.varint(), sizeBytes: reader.varint() };
}

/** The block with the byte of its kind. */
function checkBlock(bytes: Uint8Array, { offset, sizeBytes }: Handle): Uint8Array {
  const end = offset + sizeBytes + 1;
  if (end + TRAILER_SIZE_BYTES - 1 > bytes.length - FOOTER_SIZE_BYTES)
    throw new FormatError(`a block at ${offset} would lie outside`);
  const block = bytes.subarray(offset, end);
  if (maskedCrc32c(block) !== readUint32(bytes, end))
    throw new FormatError(`the checksum of the block at ${offset} doesn't match`);
  return block;
}

/** The handles that an index or metaindex block has as values. */
function handlesIn(bytes: Uint8Array, handle: Handle): Handle[] {
  const stored = checkBlock(bytes, handle);
  const block = stored.at(-1) === SNAPPY ? uncompress(stored.subarray(0, -1)) : stored.subarray(0, -1);
  const restarts = readUint32(block, block.length - 4);
  const reader = new ByteReader(block.subarray(0, block.length - 4 * (restarts + 1)));
  const handles: Handle[] = [];
  while (!reader.isAtEnd) {
    reader.varint();
    const [keySizeBytes, valueSizeBytes] = [reader.varint(), reader.varint()];
    reader.take(keySizeBytes);
    handles.push(toHandle(new ByteReader(reader.take(valueSizeBytes))));
  }
  return handles;
}
