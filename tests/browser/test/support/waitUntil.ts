/** Each look at the devnet is a process of its own, on the processor that the devnet needs. */
const POLL_MS = 2_000;
/** A limit for hangs: sites are built behind everything else the machine does. */
const TIMEOUT_MS = 300_000;

/** @throws when it isn't so after five minutes */
export async function waitUntil(isTrue: () => Promise<boolean>, what: string): Promise<void> {
  for (const deadline = Date.now() + TIMEOUT_MS; !(await isTrue()); ) {
    if (Date.now() > deadline) throw new Error(`waited ${TIMEOUT_MS / 1_000} s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
