import { createNodeClient, type NodeClient, SdkError } from "@session/sdk";

type Proofs = Pick<NodeClient, "getClaim" | "getExit">;

/** Asks the public node APIs for proofs, one after the other until one answers; what it answers, the contract verifies. */
export function anyNodeApi(urls: readonly string[]): Proofs {
  const clients = urls.map((url) => createNodeClient({ url, fetch: (...input) => globalThis.fetch(...input) }));
  return {
    getClaim: (address) => firstAnswer(clients, (client) => client.getClaim(address)),
    getExit: (id) => onceProved(() => firstAnswer(clients, (client) => client.getExit(id))),
  };
}

/** Checkpoints come sooner than this on every network but the slowest, whose readers are told to come back. */
const PROOF_WAIT_MS = 60_000;
const RETRY_MS = 1_500;

/** A node that was let go is proved by the next checkpoint enough nodes sign: until then it is waited for. */
async function onceProved<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (const deadline = Date.now() + PROOF_WAIT_MS; ; ) {
    try {
      return await ask();
    } catch (error) {
      const isUnproved =
        error instanceof SdkError && error.detail.code === "API_PROBLEM" && error.detail.apiCode === "NOT_FOUND";
      if (!isUnproved || Date.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

const isAnswer = (error: unknown): boolean => error instanceof SdkError && error.detail.code === "API_PROBLEM";

async function firstAnswer<Client, Answer>(
  clients: readonly Client[],
  ask: (client: Client) => Promise<Answer>,
): Promise<Answer> {
  let last: unknown = new SdkError(
    { code: "API_UNREACHABLE", url: "", reason: "the network names no public node API" },
    "The network names no public node API.",
  );
  for (const client of clients) {
    try {
      return await ask(client);
    } catch (error) {
      // What a node answers says more than that another one doesn't.
      if (!isAnswer(last) || isAnswer(error)) last = error;
    }
  }
  throw last;
}
