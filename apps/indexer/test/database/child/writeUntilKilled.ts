import { type DatabaseOptions, openDatabase } from "../../../src/database/connect.ts";
import { DatabaseError } from "../../../src/database/errors.ts";
import { l2Logs, l2Position } from "../../../src/raw/schema.ts";

/** Rows a transaction appends. */
const ROWS = 40;

const hash = (value: number): `0x${string}` => `0x${value.toString(16).padStart(64, "0")}`;

/**
 * A process of its own that writes transaction after transaction until it is killed: `ROWS` logs of block n and n itself as
 * the position. Prints n once it is durable.
 */
const options: DatabaseOptions = JSON.parse(process.argv[2] ?? "");
try {
  const database = await openDatabase(options);
  const [position] = await database.queries.select().from(l2Position);
  for (let number = Number(position?.state ?? 0) + 1; ; number++) {
    await database.transaction(async (writer) => {
      const rows = Array.from({ length: ROWS }, (_, logIndex) => ({
        blockNumber: BigInt(number),
        logIndex,
        blockHash: hash(number),
        time: 1n,
        txHash: hash(logIndex),
        address: hash(1),
        topic0: hash(2),
        data: hash(3),
      }));
      // In pieces, so that a kill can fall between them.
      await writer.append(l2Logs, rows.slice(0, 15));
      await writer.upsert(l2Position, [{ id: 1, state: number }]);
      await writer.append(l2Logs, rows.slice(15));
    });
    process.stdout.write(`${number}\n`);
  }
} catch (error) {
  if (!(error instanceof DatabaseError)) throw error;
  process.stdout.write(`${error.code}\n`);
}
