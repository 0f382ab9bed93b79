import { ByteListType, ContainerType, ListCompositeType, type ValueOf } from "@chainsafe/ssz";
import { Bytes20, Bytes32, Bytes48, Bytes64, Uint8, Uint16, Uint32, Uint64, Uint128 } from "./primitive.ts";

export const MAX_CONTRIBUTORS = 16;

/** `amount` in base units (1e-9 SESH). contributors[0] is the operator. */
export const ContributorSsz = new ContainerType(
  { staker: Bytes20, beneficiary: Bytes20, amount: Uint128 },
  { typeName: "Contributor" },
);
export type Contributor = ValueOf<typeof ContributorSsz>;

export const NewServiceNodeSsz = new ContainerType(
  {
    id: Uint32,
    operator: Bytes20,
    blsKey: Bytes48,
    ed25519Key: Bytes32,
    ed25519Signature: Bytes64,
    feeBps: Uint16,
    contributors: new ListCompositeType(ContributorSsz, MAX_CONTRIBUTORS),
  },
  { typeName: "NewServiceNode" },
);
export const ExitRequestSsz = new ContainerType({ id: Uint32, initiator: Bytes20 }, { typeName: "ExitRequest" });
export const ExitSsz = new ContainerType({ id: Uint32, returned: Uint128, lockedUntil: Uint64 }, { typeName: "Exit" });
export const LiquidatedSsz = new ContainerType(
  { id: Uint32, liquidator: Bytes20, penalty: Uint128, lockedUntil: Uint64 },
  { typeName: "Liquidated" },
);
/** A changed parameter of the contract; amounts in base units. */
export const ParameterSsz = new ContainerType({ value: Uint128 }, { typeName: "Parameter" });

/** The only L2 events that enter blocks (appchain.md, "L2 events in blocks"). */
export const L2_EVENT_KINDS = {
  NewServiceNode: 1,
  NewSeededServiceNode: 2,
  ServiceNodeExitRequest: 3,
  ServiceNodeExit: 4,
  ServiceNodeLiquidated: 5,
  StakingRequirementUpdated: 6,
  MaxContributorsUpdated: 7,
} as const;
export type L2EventKind = keyof typeof L2_EVENT_KINDS;

/** `payload` is the SSZ of the kind's container, so that an unknown kind can still be carried and hashed. */
export const L2EventRecordSsz = new ContainerType(
  { l2Number: Uint64, logIndex: Uint32, txHash: Bytes32, kind: Uint8, payload: new ByteListType(4096) },
  { typeName: "L2EventRecord" },
);
export type L2EventRecord = ValueOf<typeof L2EventRecordSsz>;

type At = { readonly l2Number: number; readonly logIndex: number; readonly txHash: Uint8Array };
export type L2Event = At &
  (
    | { readonly kind: "NewServiceNode" | "NewSeededServiceNode"; readonly data: ValueOf<typeof NewServiceNodeSsz> }
    | { readonly kind: "ServiceNodeExitRequest"; readonly data: ValueOf<typeof ExitRequestSsz> }
    | { readonly kind: "ServiceNodeExit"; readonly data: ValueOf<typeof ExitSsz> }
    | { readonly kind: "ServiceNodeLiquidated"; readonly data: ValueOf<typeof LiquidatedSsz> }
    | {
        readonly kind: "StakingRequirementUpdated" | "MaxContributorsUpdated";
        readonly data: ValueOf<typeof ParameterSsz>;
      }
  );
