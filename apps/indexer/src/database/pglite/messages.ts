/** To the thread: messages of PostgreSQL's wire protocol, answered in order. */
export type PgliteRequest =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "close" };

/** From the thread. After `failed` it is of no use any more. */
export type PgliteAnswer =
  | { readonly kind: "open" }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "closed" };
