import fc from "fast-check";
import { expect, test } from "vitest";
import { soloContributor } from "../testing/chainBuilder.ts";
import { testAddress } from "../testing/nodeKeys.ts";
import { L2_EVENT_KINDS, type L2Event } from "./l2Event.ts";
import { decodeL2Event, encodeL2Event } from "./l2EventCodec.ts";

const at = { l2Number: 5, logIndex: 2, txHash: new Uint8Array(32).fill(3) };
const node = {
  id: 7,
  operator: testAddress("operator"),
  blsKey: new Uint8Array(48).fill(1),
  ed25519Key: new Uint8Array(32).fill(2),
  ed25519Signature: new Uint8Array(64).fill(3),
  feeBps: 10_000,
  contributors: Array.from({ length: 16 }, (_, i) => soloContributor(`${i}`, 2n ** 128n - 1n)),
};
const events: readonly L2Event[] = [
  { ...at, kind: "NewServiceNode", data: node },
  { ...at, kind: "NewSeededServiceNode", data: { ...node, contributors: [] } },
  { ...at, kind: "ServiceNodeExitRequest", data: { id: 7, initiator: testAddress("x") } },
  { ...at, kind: "ServiceNodeExit", data: { id: 7, returned: 5n, lockedUntil: 9 } },
  { ...at, kind: "ServiceNodeLiquidated", data: { id: 7, liquidator: testAddress("x"), penalty: 5n, lockedUntil: 9 } },
  { ...at, kind: "StakingRequirementUpdated", data: { value: 5n } },
  { ...at, kind: "MaxContributorsUpdated", data: { value: 10n } },
];

test("every kind survives its record, the largest one included", () => {
  expect(events.map(({ kind }) => kind)).toEqual(Object.keys(L2_EVENT_KINDS));
  for (const event of events) expect(decodeL2Event(encodeL2Event(event))).toEqual(event);
});

test("records of unknown kinds and payloads of another kind decode to nothing and never throw", () => {
  fc.assert(
    fc.property(fc.nat(255), fc.uint8Array({ maxLength: 600 }), (kind, payload) => {
      const decoded = decodeL2Event({ ...at, kind, payload });
      if (decoded !== undefined) expect(encodeL2Event(decoded)).toEqual({ ...at, kind, payload });
    }),
    { numRuns: 1_000 },
  );
  for (const kind of [0, 8, 255]) expect(decodeL2Event({ ...at, kind, payload: new Uint8Array() })).toBeUndefined();
});
