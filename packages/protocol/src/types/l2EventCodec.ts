import type { Type } from "@chainsafe/ssz";
import { decodeStrict } from "../codec/decodeStrict.ts";
import { CodecError } from "../codec/errors.ts";
import {
  ExitRequestSsz,
  ExitSsz,
  L2_EVENT_KINDS,
  type L2Event,
  type L2EventKind,
  type L2EventRecord,
  LiquidatedSsz,
  NewServiceNodeSsz,
  ParameterSsz,
} from "./l2Event.ts";

const PAYLOADS = {
  NewServiceNode: NewServiceNodeSsz,
  NewSeededServiceNode: NewServiceNodeSsz,
  ServiceNodeExitRequest: ExitRequestSsz,
  ServiceNodeExit: ExitSsz,
  ServiceNodeLiquidated: LiquidatedSsz,
  StakingRequirementUpdated: ParameterSsz,
  MaxContributorsUpdated: ParameterSsz,
} as const satisfies Record<L2EventKind, unknown>;

/** Name of a wire kind, or undefined for one this version doesn't know. */
export function l2EventKindOf(kind: number): L2EventKind | undefined {
  return KIND_NAMES.get(kind);
}
const KIND_NAMES: ReadonlyMap<number, L2EventKind> = new Map(
  (Object.keys(L2_EVENT_KINDS) as L2EventKind[]).map((name) => [L2_EVENT_KINDS[name], name]),
);

export function encodeL2Event(event: L2Event): L2EventRecord {
  const { l2Number, logIndex, txHash, kind, data } = event;
  // The union ties data to kind, and PAYLOADS ties the type to kind; TypeScript can't follow the correlation.
  const type = PAYLOADS[kind] as Type<L2Event["data"]>;
  return { l2Number, logIndex, txHash, kind: L2_EVENT_KINDS[kind], payload: type.serialize(data) };
}

/** The event in a record; undefined when this version doesn't know its kind or the payload isn't that kind's. */
export function decodeL2Event(record: L2EventRecord): L2Event | undefined {
  const kind = l2EventKindOf(record.kind);
  if (kind === undefined) return undefined;
  const { l2Number, logIndex, txHash, payload } = record;
  try {
    const data = decodeStrict(PAYLOADS[kind] as Type<L2Event["data"]>, payload);
    return { l2Number, logIndex, txHash, kind, data } as L2Event;
  } catch (error) {
    if (error instanceof CodecError) return undefined;
    throw error;
  }
}
