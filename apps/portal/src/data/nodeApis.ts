import { createNodeClient, type NodeClient, SdkError } from "@session/sdk";

type Proofs = Pick<NodeClient, "getClaim" | "getExit">;

/** Asks the public node APIs for proofs, one after the other until one has it; what it answers, the contract verifies. */
export function anyNodeApi(urls: readonly string[]): Proofs {
  const clients = urls.map((url) => createNodeClient({ url, fetch: (...input) => globalThis.fetch(...input) }));
  return {
    getClaim: (address) => firstAnswer(clients, (client) => client.getClaim(address)),
    getExit: (id) => firstAnswer(clients, (client) => client.getExit(id)),
  };
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
