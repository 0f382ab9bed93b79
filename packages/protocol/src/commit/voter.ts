import type { NodeId } from "../types/primitive.ts";

/** A node that may vote: 48 B compressed BLS key. Lists are ascending by id; bit i of a bitmap is the i-th entry. */
export type Voter = { readonly id: NodeId; readonly blsKey: Uint8Array };
