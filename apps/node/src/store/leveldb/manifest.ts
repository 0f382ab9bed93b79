import { ByteReader, FormatError, varintBytes } from "./bytes.ts";

/** Tags of db/version_edit.cc. */
const TAG = {
  comparator: 1,
  logNumber: 2,
  nextFileNumber: 3,
  lastSequence: 4,
  compactPointer: 5,
  deletedFile: 6,
  newFile: 7,
  previousLogNumber: 9,
} as const;

export type LiveTable = { readonly level: number; readonly sizeBytes: number };

/** What LevelDB will read when it opens the folder. */
export type Version = {
  /** Logs from this number on are read; 0 when no log belongs to the version. */
  readonly logNumber: number;
  readonly tables: ReadonlyMap<number, LiveTable>;
};

/** @throws FormatError */
export function toVersion(edits: readonly Uint8Array[]): Version {
  const version = { logNumber: 0, tables: new Map<number, LiveTable>() };
  for (const edit of edits) apply(version, new ByteReader(edit));
  return version;
}

function apply(version: { logNumber: number; tables: Map<number, LiveTable> }, edit: ByteReader): void {
  while (!edit.isAtEnd) {
    const tag = edit.varint();
    if (tag === TAG.comparator) edit.slice();
    else if (tag === TAG.logNumber) version.logNumber = edit.varint();
    else if (tag === TAG.nextFileNumber || tag === TAG.lastSequence || tag === TAG.previousLogNumber) edit.varint();
    else if (tag === TAG.compactPointer) {
      edit.varint();
      edit.slice();
    } else if (tag === TAG.deletedFile) {
      edit.varint();
      version.tables.delete(edit.varint());
    } else if (tag === TAG.newFile) {
      const [level, number, sizeBytes] = [edit.varint(), edit.varint(), edit.varint()];
      edit.slice();
      edit.slice();
      version.tables.set(number, { level, sizeBytes });
    } else throw new FormatError(`tag ${tag} is unknown`);
  }
}

/** The edit after which a version no longer has these tables. */
export function dropEdit(tables: Iterable<readonly [number: number, table: LiveTable]>): Uint8Array {
  return Uint8Array.from(
    [...tables].flatMap(([number, { level }]) => [TAG.deletedFile, ...varintBytes(level), ...varintBytes(number)]),
  );
}
