/** Many byte strings in one buffer, so that a message to a thread moves two buffers instead of copying hundreds. */
export type Frames = { readonly sizes: Uint32Array<ArrayBuffer>; readonly data: Uint8Array<ArrayBuffer> };

/** Copies the list into fresh buffers, which may be transferred: views into a peer's packet stay where they are. */
export function packFrames(list: readonly Uint8Array[]): Frames {
  const sizes = Uint32Array.from(list, (bytes) => bytes.length);
  const data = new Uint8Array(sizes.reduce((total, size) => total + size, 0));
  let offset = 0;
  for (const bytes of list) {
    data.set(bytes, offset);
    offset += bytes.length;
  }
  return { sizes, data };
}

/** The list again, as views into `data`. */
export function unpackFrames({ sizes, data }: Frames): Uint8Array[] {
  let offset = 0;
  return Array.from(sizes, (size) => {
    const bytes = data.subarray(offset, offset + size);
    offset += size;
    return bytes;
  });
}
