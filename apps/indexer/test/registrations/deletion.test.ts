import {
  createIndexerClient,
  deleteRegistration,
  registrationDeletionTypedData,
  registrationToJson,
  SdkError,
} from "@session/sdk";
import { devAccounts } from "@session/testing";
import { createPublicClient, createWalletClient, getAddress, type Hex, hashTypedData, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import { describe, expect, it } from "vitest";
import { registrationRoutes } from "../../src/api/routes/registrations.ts";
import { registrationOf } from "./support/keys.ts";
import { openServices, startTestL2 } from "./support/services.ts";

const operator = privateKeyToAccount(devAccounts[1].privateKey);
const stranger = privateKeyToAccount(devAccounts[2].privateKey);
/**
 * A contract wallet: `isValidSignature(hash, …)` answers EIP-1271's 0x1626ba7e for the one hash in its first storage slot,
 * and reverts for any other.
 */
const APPROVING_WALLET = "0x60043560005414600f5760006000fd5b631626ba7e60e01b60005260206000f3";
const ANY_SIGNATURE: Hex = `0x${"01".repeat(65)}`;

async function open() {
  const anvil = await startTestL2();
  const services = await openServices("postgres", anvil.url);
  const url = await services.serve((app) => registrationRoutes(app, services.modules));
  const indexer = createIndexerClient({ url });
  const post = async (name: string, owner: Hex) => {
    const registration = registrationOf(services.modules, name, owner);
    const stored = await indexer.postRegistration({ body: registrationToJson(registration) });
    services.pass(5);
    return stored;
  };
  const wallet = (account = operator) => {
    const transport = http(anvil.url);
    return {
      publicClient: createPublicClient({ chain: foundry, transport }),
      walletClient: createWalletClient({ chain: foundry, transport, account }),
    };
  };
  const left = async (owner: Hex) => (await indexer.listRegistrations({ operator: owner })).items.length;
  return { ...services, anvil, indexer, post, wallet, left };
}
type Stored = Awaited<ReturnType<Awaited<ReturnType<typeof open>>["post"]>>;

async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof SdkError && error.detail.code === "API_PROBLEM") return error.detail.apiCode;
    throw error;
  }
  return "nothing was refused";
}

const typedDataOf = (stored: Stored, deadline: number, changes: { contract?: Hex; chainId?: bigint } = {}) =>
  registrationDeletionTypedData({
    ...{ chainId: BigInt(stored.chainId), contract: stored.contract as Hex, operator: stored.operator as Hex },
    ...{ ed25519Pubkey: stored.ed25519Pubkey as Hex, createdAt: stored.createdAt, deadline },
    ...changes,
  });

describe("a registration is deleted by its operator's signature only", () => {
  it("of an account", async () => {
    const { indexer, post, wallet, left } = await open();
    const registration = await post("a", operator.address);
    expect(await codeOf(deleteRegistration(wallet(stranger), { indexer, registration }))).toBe("SIGNATURE_INVALID");
    expect(await left(operator.address)).toBe(1);
    await deleteRegistration(wallet(), { indexer, registration });
    expect(await left(operator.address)).toBe(0);
    expect(await codeOf(deleteRegistration(wallet(), { indexer, registration }))).toBe("NOT_FOUND");
  });

  it("which is for one key, chain, contract and posting", async () => {
    const { indexer, post, left, nowSec } = await open();
    const stored = await post("a", operator.address);
    const other = await post("b", operator.address);
    const deadline = nowSec() + 600;
    const ask = async (data: ReturnType<typeof typedDataOf>) => {
      const signature = await operator.signTypedData(data);
      const body = { operator: operator.address, deadline, signature };
      return codeOf(indexer.deleteRegistration({ ed25519: stored.ed25519Pubkey, body }));
    };
    expect(await ask(typedDataOf(other, deadline))).toBe("SIGNATURE_INVALID");
    expect(await ask(typedDataOf(stored, deadline, { chainId: 1n }))).toBe("SIGNATURE_INVALID");
    expect(await ask(typedDataOf(stored, deadline, { contract: stranger.address }))).toBe("SIGNATURE_INVALID");
    expect(await ask(typedDataOf(stored, deadline + 1))).toBe("SIGNATURE_INVALID");
    const good = typedDataOf(stored, deadline);
    expect(await ask(good)).toBe("nothing was refused");
    // Posted again: the signature of before is of no use.
    await post("a", operator.address);
    expect(await ask(good)).toBe("SIGNATURE_INVALID");
    expect(await left(operator.address)).toBe(2);
  });

  it("within its deadline, which is at most an hour ahead", async () => {
    const { indexer, post, nowSec } = await open();
    const stored = await post("a", operator.address);
    for (const deadline of [nowSec() - 1, nowSec() + 3_700]) {
      const signature = await operator.signTypedData(typedDataOf(stored, deadline));
      const body = { operator: operator.address, deadline, signature };
      expect(await codeOf(indexer.deleteRegistration({ ed25519: stored.ed25519Pubkey, body }))).toBe(
        "DEADLINE_INVALID",
      );
    }
  });

  it("of a contract wallet by EIP-1271; without a provider that can't be told", async () => {
    const { indexer, post, anvil, left, nowSec } = await open();
    const owner = getAddress(`0x${"c0".repeat(20)}`);
    await anvil.request("anvil_setCode", [owner, APPROVING_WALLET]);
    const stored = await post("a", owner);
    const deadline = nowSec() + 600;
    const ask = () => {
      const body = { operator: owner, deadline, signature: ANY_SIGNATURE };
      return codeOf(indexer.deleteRegistration({ ed25519: stored.ed25519Pubkey, body }));
    };
    expect(await ask()).toBe("SIGNATURE_INVALID");
    const hash = hashTypedData(typedDataOf(stored, deadline));
    await anvil.request("anvil_setStorageAt", [owner, `0x${"0".repeat(64)}`, hash]);
    await anvil.stop();
    expect(await ask()).toBe("PROVIDER_DOWN");
    expect(await left(owner)).toBe(1);
  });

  it("of a contract wallet that approves", async () => {
    const { indexer, post, anvil, left, nowSec } = await open();
    const owner = getAddress(`0x${"c0".repeat(20)}`);
    await anvil.request("anvil_setCode", [owner, APPROVING_WALLET]);
    const stored = await post("a", owner);
    const deadline = nowSec() + 600;
    const hash = hashTypedData(typedDataOf(stored, deadline));
    await anvil.request("anvil_setStorageAt", [owner, `0x${"0".repeat(64)}`, hash]);
    await indexer.deleteRegistration({
      ed25519: stored.ed25519Pubkey,
      body: { operator: owner, deadline, signature: ANY_SIGNATURE },
    });
    expect(await left(owner)).toBe(0);
  });
});
