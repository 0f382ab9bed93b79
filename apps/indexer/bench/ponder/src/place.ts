import { eventSubjects } from "ponder:schema";

const NOBODY = `0x${"0".repeat(40)}`;

/** Where and when an event was. */
export const placeOf = ({ block, log, transaction }) => ({
  blockNumber: block.number,
  logIndex: log.logIndex,
  time: block.timestamp,
  txHash: transaction.hash,
});

/** Notes whom an event is about, each once. */
export async function noteSubjects({ db }, { block, log }, addresses, nodeId) {
  const place = { blockNumber: block.number, logIndex: log.logIndex };
  const unique = [...new Set(addresses)].filter((address) => address !== NOBODY);
  const rows = unique.map((subject) => ({ ...place, kind: "address", subject }));
  if (nodeId !== undefined) rows.push({ ...place, kind: "node", subject: `0x${nodeId.toString(16).padStart(6, "0")}` });
  if (rows.length > 0) await db.insert(eventSubjects).values(rows);
}
