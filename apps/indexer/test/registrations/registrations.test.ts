import { createIndexerClient, type PreparedRegistration, registrationToJson, SdkError } from "@session/sdk";
import { devAccounts } from "@session/testing";
import { eq } from "drizzle-orm";
import { getAddress, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import { registrationRoutes } from "../../src/api/routes/registrations.ts";
import type { RegistrationOptions } from "../../src/registrations/registrationOptions.ts";
import { preparedRegistrations } from "../../src/registrations/schema.ts";
import { startRegistrationSweeper } from "../../src/registrations/startRegistrationSweeper.ts";
import { chainNodes } from "../../src/views/nodes/schema.ts";
import { pools } from "../../src/views/pools/schema.ts";
import { stakedNodes } from "../../src/views/staking/schema.ts";
import { DATABASE_KINDS, type DatabaseKind } from "../support/openTestDatabase.ts";
import { registrationOf } from "./support/keys.ts";
import { chainNodeRow, poolRow, stakedNodeRow } from "./support/rows.ts";
import { openServices } from "./support/services.ts";

const OPERATOR = getAddress(devAccounts[1].address);
const STRANGER = getAddress(devAccounts[2].address);
const DAY = 86_400;

async function open(kind: DatabaseKind = "postgres", options: RegistrationOptions = {}) {
  const services = await openServices(kind);
  const url = await services.serve((app) => registrationRoutes(app, services.modules, options));
  const client = createIndexerClient({ url });
  const post = (registration: PreparedRegistration) =>
    client.postRegistration({ body: registrationToJson(registration) });
  const refusal = async (registration: PreparedRegistration) => refusalOf(post(registration));
  return { ...services, url, client, post, refusal };
}

async function refusalOf(call: Promise<unknown>): Promise<{ status: number; code: string; message: string }> {
  try {
    await call;
  } catch (error) {
    if (error instanceof SdkError && error.detail.code === "API_PROBLEM")
      return { status: error.detail.status, code: error.detail.apiCode, message: error.message };
    throw error;
  }
  throw new Error("nothing was refused");
}

/** The same bytes with the last one changed. */
const flip = (hex: Hex): Hex => `${hex.slice(0, -2)}${hex.endsWith("00") ? "01" : "00"}` as Hex;

describe.each(DATABASE_KINDS)("registrations on %s", (kind) => {
  it("are stored, listed by operator and by key in any case, and renewed by posting again", async () => {
    const { modules, client, post, pass, nowSec } = await open(kind);
    const registration = registrationOf(modules, "a", OPERATOR);
    const stored = await post(registration);
    expect(stored).toMatchObject({
      ...registrationToJson(registration),
      contract: getAddress(registration.contract),
    });
    expect(stored.expiresAt).toBe(stored.createdAt + 14 * DAY);
    expect(nowSec() - stored.createdAt).toBeLessThan(60);
    pass(DAY);
    const renewed = await post(registration);
    expect(renewed.createdAt).toBeGreaterThanOrEqual(stored.createdAt + DAY);
    const other = await post(registrationOf(modules, "a", STRANGER));
    expect(await client.listRegistrations({ operator: OPERATOR.toLowerCase() })).toEqual({ items: [renewed] });
    const key = `0x${registration.ed25519Pubkey.slice(2).toUpperCase()}`;
    const { items } = await client.getRegistration({ ed25519: key });
    expect(items.map(({ operator }) => operator).sort()).toEqual([OPERATOR, STRANGER].sort());
    expect(items).toContainEqual(other);
  });

  it("a second posting within one second is another posting", async () => {
    const { modules, post } = await open(kind);
    const registration = registrationOf(modules, "a", OPERATOR);
    const first = await post(registration);
    const second = await post(registration);
    expect(second.createdAt).toBeGreaterThan(first.createdAt);
  });

  it("are hidden when they expire, and then deleted", async () => {
    const { modules, client, post, pass } = await open(kind);
    const registration = registrationOf(modules, "a", OPERATOR);
    await post(registration);
    pass(10 * DAY);
    await post(registrationOf(modules, "b", OPERATOR));
    pass(5 * DAY);
    const { items } = await client.listRegistrations({ operator: OPERATOR });
    expect(items).toHaveLength(1);
    const gone = await refusalOf(client.getRegistration({ ed25519: registration.ed25519Pubkey }));
    expect(gone).toMatchObject({ status: 404, code: "NOT_FOUND" });
    const stop = new AbortController();
    const swept = startRegistrationSweeper({ ...modules, signal: stop.signal });
    const rows = () => modules.database.queries.select().from(preparedRegistrations);
    await expect.poll(rows).toHaveLength(1);
    stop.abort();
    await swept;
  });

  it("ALREADY_REGISTERED while the contract has the BLS or the ed25519 key, and not after the node has left", async () => {
    const { modules, post, refusal } = await open(kind);
    const { queries } = modules.database;
    const registration = registrationOf(modules, "a", OPERATOR);
    const bls = registrationOf(modules, "b", OPERATOR);
    await queries.insert(stakedNodes).values(stakedNodeRow({ id: 7, ed25519: registration.ed25519Pubkey }));
    await queries.insert(stakedNodes).values(stakedNodeRow({ id: 8, eip2537: bls.blsPubkey }));
    const refused = await refusal(registration);
    expect(refused).toMatchObject({ status: 422, code: "ALREADY_REGISTERED" });
    expect(refused.message).toContain("node 7");
    expect((await refusal(bls)).message).toContain("node 8");
    await queries.update(stakedNodes).set({ left: "exited" });
    expect((await post(registration)).operator).toBe(OPERATOR);
    expect((await post(bls)).operator).toBe(OPERATOR);
  });

  it("an ed25519 key that a stranger registered, and the appchain refused, is still its node's", async () => {
    const { modules, post, refusal } = await open(kind);
    const { queries } = modules.database;
    const registration = registrationOf(modules, "a", OPERATOR);
    const ed25519 = registration.ed25519Pubkey;
    await queries.insert(stakedNodes).values(stakedNodeRow({ id: 7, ed25519 }));
    await queries.insert(chainNodes).values(chainNodeRow({ id: 7, ed25519, status: "active" }));
    expect((await refusal(registration)).code).toBe("ALREADY_REGISTERED");
    await queries.update(chainNodes).set({ status: "removed", removedReason: "rejected" }).where(eq(chainNodes.id, 7));
    expect((await post(registration)).operator).toBe(OPERATOR);
  });

  it("KEY_IN_POOL while the operator's own pool with contributions has it; a stranger's pool stops nobody", async () => {
    const { modules, post, refusal } = await open(kind);
    const { queries } = modules.database;
    const registration = registrationOf(modules, "a", OPERATOR);
    const ed25519 = registration.ed25519Pubkey;
    const pool = `0x${"12".repeat(20)}` as const;
    await queries.insert(pools).values(poolRow({ ed25519, operator: STRANGER, state: "open" }));
    await post(registration);
    await queries.insert(pools).values(poolRow({ address: pool, ed25519, operator: OPERATOR, state: "waiting" }));
    await post(registration);
    await queries.update(pools).set({ state: "full" }).where(eq(pools.address, pool));
    const refused = await refusal(registration);
    expect(refused).toMatchObject({ status: 422, code: "KEY_IN_POOL" });
    expect(refused.message).toContain(pool);
  });
});

describe("a forged registration is refused with a code of its own", () => {
  it("WRONG_CHAIN, WRONG_CONTRACT: signed for another network", async () => {
    const { modules, refusal } = await open();
    const chain = registrationOf(modules, "a", OPERATOR, { chainId: 42_161n });
    expect(await refusal(chain)).toMatchObject({ status: 422, code: "WRONG_CHAIN" });
    const contract = registrationOf(modules, "a", OPERATOR, { contract: STRANGER });
    expect(await refusal(contract)).toMatchObject({ status: 422, code: "WRONG_CONTRACT" });
  });

  it("BLS_KEY_INVALID: no point, a point at infinity, padding, a point outside the subgroup", async () => {
    const { modules, refusal } = await open();
    const registration = registrationOf(modules, "a", OPERATOR);
    const noPoint = flip(registration.blsPubkey);
    const infinity: Hex = `0x${"00".repeat(128)}`;
    const padded: Hex = `0x01${registration.blsPubkey.slice(4)}`;
    // (0, 2) lies on y² = x³ + 4, outside the subgroup of order r.
    const outside: Hex = `0x${"00".repeat(127)}02`;
    for (const blsPubkey of [noPoint, infinity, padded, outside])
      expect(await refusal({ ...registration, blsPubkey })).toMatchObject({ status: 422, code: "BLS_KEY_INVALID" });
  });

  it("PROOF_OF_POSSESSION_INVALID: another node's, another operator's, no point", async () => {
    const { modules, refusal } = await open();
    const registration = registrationOf(modules, "a", OPERATOR);
    const proofs = [
      registrationOf(modules, "b", OPERATOR).proofOfPossession,
      registrationOf(modules, "a", STRANGER).proofOfPossession,
      flip(registration.proofOfPossession),
    ];
    for (const proofOfPossession of proofs)
      expect(await refusal({ ...registration, proofOfPossession })).toMatchObject({
        status: 422,
        code: "PROOF_OF_POSSESSION_INVALID",
      });
  });

  it("ED25519_SIGNATURE_INVALID: another operator's, another key's, changed, s above the group order", async () => {
    const { modules, refusal } = await open();
    const registration = registrationOf(modules, "a", OPERATOR);
    const L = 2n ** 252n + 27742317777372353535851937790883648493n;
    const bytes = Buffer.from(registration.ed25519Signature.slice(2), "hex");
    const s = BigInt(`0x${Buffer.from(bytes.subarray(32)).reverse().toString("hex")}`) + L;
    const above = Buffer.from(s.toString(16).padStart(64, "0"), "hex").reverse().toString("hex");
    const forged: Partial<PreparedRegistration>[] = [
      { operator: STRANGER },
      { ed25519Pubkey: registrationOf(modules, "b", OPERATOR).ed25519Pubkey },
      { blsPubkey: registrationOf(modules, "b", OPERATOR).blsPubkey },
      { ed25519Signature: flip(registration.ed25519Signature) },
      { ed25519Signature: `0x${bytes.subarray(0, 32).toString("hex")}${above}` },
    ];
    for (const change of forged)
      expect(await refusal({ ...registration, ...change })).toMatchObject({
        status: 422,
        code: "ED25519_SIGNATURE_INVALID",
      });
  });

  it("nothing of it is stored", async () => {
    const { modules, refusal, client } = await open();
    await refusal({ ...registrationOf(modules, "a", STRANGER), operator: OPERATOR });
    expect(await client.listRegistrations({ operator: OPERATOR })).toEqual({ items: [] });
  });
});

describe("limits", () => {
  it("TOO_MANY_REGISTRATIONS for one operator; renewing and other operators go on, expired ones don't count", async () => {
    const { modules, post, refusal, pass } = await open("postgres", { perOperator: 2 });
    for (const name of ["a", "b"]) await post(registrationOf(modules, name, OPERATOR));
    const third = registrationOf(modules, "c", OPERATOR);
    expect(await refusal(third)).toMatchObject({ status: 422, code: "TOO_MANY_REGISTRATIONS" });
    await post(registrationOf(modules, "a", OPERATOR));
    await post(registrationOf(modules, "c", STRANGER));
    pass(15 * DAY);
    expect((await post(third)).operator).toBe(OPERATOR);
  });

  it("QUOTA_EXCEEDED for one client within a day", async () => {
    const { modules, post, refusal, pass } = await open("postgres", { perClientDay: 1 });
    await post(registrationOf(modules, "a", OPERATOR));
    expect(await refusal(registrationOf(modules, "b", STRANGER))).toMatchObject({
      status: 429,
      code: "QUOTA_EXCEEDED",
    });
    pass(DAY);
    await post(registrationOf(modules, "b", STRANGER));
  });

  it("what isn't a registration is a 400 with a code", async () => {
    const { url, modules } = await open();
    const good = registrationToJson(registrationOf(modules, "a", OPERATOR));
    const bodies = ["", "{", "null", "[]", "{}", JSON.stringify({ ...good, chainId: 31_337 }), "7"];
    for (const body of bodies) {
      const headers = { "content-type": "application/json" };
      const answer = await fetch(`${url}/v1/registrations`, { method: "POST", headers, body });
      expect(answer.status, body).toBe(400);
      expect(((await answer.json()) as { code: string }).code, body).toMatch(/^(INVALID_PARAMETER|MALFORMED_BODY)$/);
    }
    for (const path of ["?operator=0x12", "?operator=", "", "/0x12", `/0x${"zz".repeat(32)}`])
      expect((await fetch(`${url}/v1/registrations${path}`)).status, path).toBe(400);
  });
});
