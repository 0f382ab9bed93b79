import { isDevnetChainId, seshL2Abi } from "@session/contracts";
import type { Wallet } from "@session/sdk";
import Fastify, { type FastifyInstance, type FastifyReply } from "fastify";
import { type Address, getAddress, type Hex, isAddress } from "viem";
import { z } from "zod";
import { formatSesh } from "./amount.ts";

export type FaucetOptions = {
  readonly port: number;
  readonly chainId: number;
  /** Holds the SESH and ETH that are given away. */
  readonly wallet: Wallet;
  readonly sesh: Address;
  /** Requests a minute from all callers together. */
  readonly requestsPerMinute?: number;
};

const ONE_SESH = 10n ** 9n;
const DEFAULT_AMOUNT = 1_000n * ONE_SESH;
const MAX_AMOUNT = 1_000_000n * ONE_SESH;
/** What comes with every request: enough for thousands of transactions. */
const ETH_AMOUNT = 10n ** 18n;
const MINUTE_MS = 60_000;

const bodySchema = z.object({
  address: z.string().refine((text) => isAddress(text, { strict: false }), "an address of 20 bytes"),
  /** Base units (1e-9 SESH). */
  amount: z
    .string()
    .regex(/^[0-9]{1,30}$/, "base units as a decimal string")
    .optional(),
});

type Problem = { readonly status: number; readonly code: string; readonly detail: string };

/** Gives SESH and ETH to whoever asks, one request after the other: they all come from one account. */
export class Faucet {
  readonly #options: FaucetOptions;
  readonly #app: FastifyInstance;
  #turn: Promise<unknown> = Promise.resolve();
  #recent: number[] = [];

  private constructor(options: FaucetOptions) {
    this.#options = options;
    this.#app = Fastify({ logger: false, bodyLimit: 4_096, forceCloseConnections: true });
    this.#app.addHook("onRequest", async (request, reply) => {
      reply.header("access-control-allow-origin", "*").header("access-control-allow-headers", "content-type");
      if (request.method === "OPTIONS") await reply.code(204).send();
    });
    this.#app.options("/fund", async (_request, reply) => reply.code(204).send());
    this.#app.get("/health", async () => ({ status: "ok" }));
    this.#app.post("/fund", (request, reply) => this.#fund(request.body, reply));
    this.#app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
      const status = error.statusCode ?? 500;
      void refuse(reply, { status, code: status < 500 ? "BAD_REQUEST" : "FAUCET_FAILED", detail: error.message });
    });
  }

  /** @throws on a chain that isn't a devnet's: the faucet's key is public */
  static async listen(options: FaucetOptions): Promise<Faucet> {
    if (!isDevnetChainId(options.chainId)) throw new RangeError(`no faucet on chain ${options.chainId}`);
    const faucet = new Faucet(options);
    await faucet.#app.listen({ host: "127.0.0.1", port: options.port });
    return faucet;
  }

  async close(): Promise<void> {
    await this.#app.close();
    await this.#turn.catch(() => undefined);
  }

  async #fund(body: unknown, reply: FastifyReply): Promise<void> {
    const parsed = bodySchema.safeParse(body);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const detail = `${issue?.path.join(".") ?? "body"}: ${issue?.message ?? "not JSON"}`;
      return refuse(reply, { status: 400, code: "BAD_REQUEST", detail });
    }
    const amount = parsed.data.amount === undefined ? DEFAULT_AMOUNT : BigInt(parsed.data.amount);
    if (amount > MAX_AMOUNT)
      return refuse(reply, {
        status: 400,
        code: "AMOUNT_TOO_LARGE",
        detail: `At most ${formatSesh(MAX_AMOUNT)} SESH at a time.`,
      });
    if (!this.#takeToken())
      return refuse(reply, { status: 429, code: "RATE_LIMITED", detail: "Too many requests; try again in a minute." });
    const address = getAddress(parsed.data.address);
    const turn = this.#turn.then(() => this.#send(address, amount));
    this.#turn = turn.catch(() => undefined);
    await reply.send({ address, amount: amount.toString(), ...(await turn) });
  }

  #takeToken(): boolean {
    const now = Date.now();
    this.#recent = this.#recent.filter((time) => now - time < MINUTE_MS);
    if (this.#recent.length >= (this.#options.requestsPerMinute ?? 60)) return false;
    this.#recent.push(now);
    return true;
  }

  async #send(to: Address, amount: bigint): Promise<{ seshTx: Hex; ethTx: Hex }> {
    const { wallet, sesh } = this.#options;
    const { walletClient, publicClient } = wallet;
    // Anvil's "pending" count includes what waits in its pool.
    const nonce = await publicClient.getTransactionCount({
      address: walletClient.account.address,
      blockTag: "pending",
    });
    const ethTx = await walletClient.sendTransaction({ to, value: ETH_AMOUNT, nonce });
    const seshTx = await walletClient.writeContract({
      address: sesh,
      abi: seshL2Abi,
      functionName: "transfer",
      args: [to, amount],
      nonce: nonce + 1,
    });
    for (const hash of [ethTx, seshTx]) {
      const { status } = await publicClient.waitForTransactionReceipt({ hash });
      if (status !== "success")
        throw Object.assign(new Error(`${hash} failed: is the faucet empty?`), { statusCode: 503 });
    }
    return { seshTx, ethTx };
  }
}

async function refuse(reply: FastifyReply, { status, code, detail }: Problem): Promise<void> {
  const title = code.toLowerCase().replaceAll("_", " ");
  await reply
    .code(status)
    .type("application/problem+json")
    .send({ type: `urn:session:devnet:${code}`, title, status, code, detail });
}
