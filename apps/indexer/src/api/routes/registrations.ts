import { blst } from "@session/bls/blst";
import { implement, notFound, ProblemError, type TypedApp } from "@session/http";
import { checkRegistration, type PreparedRegistration } from "@session/sdk";
import { registrationRoutes as routes, type StoredRegistration } from "@session/sdk/indexer-api";
import { bytesToHex, getAddress } from "viem";
import type { IndexerModules } from "../../modules.ts";
import { ClientQuota } from "../../registrations/clientQuota.ts";
import { checkDeletion } from "../../registrations/deletion.ts";
import {
  PER_CLIENT_DAY,
  type RegistrationOptions,
  registrationStore,
} from "../../registrations/registrationOptions.ts";
import type { RegistrationRow } from "../../registrations/registrationStore.ts";

type Modules = Pick<IndexerModules, "network" | "database" | "l2Client" | "now">;

/** Prepared registrations: posted by nodes, read by operators' wallets. */
export function registrationRoutes(app: TypedApp, modules: Modules, options: RegistrationOptions = {}): void {
  const { network, database, l2Client, now } = modules;
  const { chainId, contracts } = network.genesis;
  const domain = { chainId, contract: getAddress(bytesToHex(contracts.serviceNodeRewards)) };
  const store = registrationStore(database, options);
  const quota = new ClientQuota(options.perClientDay ?? PER_CLIENT_DAY, now);
  const nowSec = () => Math.floor(now() / 1000);
  const format = (row: RegistrationRow): StoredRegistration => ({
    ...{ chainId: chainId.toString(), contract: domain.contract, operator: getAddress(row.operator) },
    ...{ blsPubkey: row.bls, proofOfPossession: row.proofOfPossession },
    ...{ ed25519Pubkey: row.ed25519, ed25519Signature: row.ed25519Signature },
    ...{ createdAt: Number(row.createdAt), expiresAt: Number(row.expiresAt) },
  });

  implement(app, routes.postRegistration, async ({ body }, { request }) => {
    refuseInvalid(body, domain);
    if (!quota.take(request.ip))
      throw new ProblemError(
        { code: "QUOTA_EXCEEDED", status: 429 },
        "Too many registrations came from this address today: try again tomorrow, or at another indexer.",
      );
    return format(await store.save(body, nowSec()));
  });

  implement(app, routes.listRegistrations, async ({ query }) => ({
    items: (await store.list(query, nowSec())).map(format),
  }));

  implement(app, routes.getRegistration, async ({ params }) => {
    const rows = await store.list(params, nowSec());
    if (rows.length === 0) throw notFound(`A registration of ${params.ed25519}`);
    return { items: rows.map(format) };
  });

  implement(app, routes.deleteRegistration, async ({ params, body }) => {
    const { ed25519 } = params;
    const { operator, deadline, signature } = body;
    const row = await store.find(operator, ed25519, nowSec());
    const missing = notFound(`A registration of ${ed25519} for ${operator}`);
    if (row === undefined) throw missing;
    const createdAt = Number(row.createdAt);
    const deletion = { ...domain, operator, ed25519Pubkey: ed25519, createdAt, deadline };
    await checkDeletion(deletion, signature, { l2Client, nowSec: nowSec() });
    if (!(await store.delete(row))) throw missing;
    return "";
  });
}

/** @throws ProblemError with the code of what is wrong */
function refuseInvalid(body: PreparedRegistration, domain: Parameters<typeof checkRegistration>[2]): void {
  const fault = checkRegistration(blst, body, domain);
  if (fault === undefined) return;
  throw new ProblemError({ code: fault.code, status: 422 }, `The registration is refused: ${fault.message}.`);
}
