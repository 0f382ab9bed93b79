import type { TypedApp } from "@session/http";
import { paramsSchema, readySchema, statusSchema } from "@session/sdk/node-api";
import { toAddress, toHex } from "../format.ts";
import type { ApiModules } from "../modules.ts";

export function statusRoutes(app: TypedApp, modules: ApiModules): void {
  app.get("/v1/status", { schema: { summary: "How this node is", response: { 200: statusSchema } } }, () =>
    modules.status(),
  );
  app.get("/v1/params", { schema: { summary: "The network's parameters", response: { 200: paramsSchema } } }, () =>
    formatParams(modules),
  );
  const ready = {
    schema: { summary: "Whether this node does its work", response: { 200: readySchema, 503: readySchema } },
  };
  app.get("/ready", ready, async (_request, reply) => {
    const reasons = modules.notReady();
    const isReady = reasons.length === 0;
    return reply.code(isReady ? 200 : 503).send({ ready: isReady, reasons });
  });
}

function formatParams({ chain, network }: ApiModules) {
  const { preset, state } = chain;
  const { genesis } = network;
  return {
    preset: preset.name,
    chainId: genesis.chainId.toString(),
    genesisHash: toHex(network.genesisHash),
    contracts: {
      serviceNodeRewards: toAddress(genesis.contracts.serviceNodeRewards),
      rewardRatePool: toAddress(genesis.contracts.rewardRatePool),
      sesh: toAddress(genesis.contracts.sesh),
    },
    stakingRequirement: state.stakingRequirement.toString(),
    maxContributors: state.maxContributors,
    blockIntervalSec: preset.blockIntervalSec,
    checkpointIntervalBlocks: preset.checkpointIntervalBlocks,
    l2Step: preset.l2Step,
    unlockSec: preset.unlockSec,
    exitGraceSec: preset.exitGraceSec,
    deregistrationLockSec: preset.deregistrationLockSec,
    minExitAgeSec: preset.minExitAgeSec,
    payableAfterSec: preset.payableAfterSec,
    initialCreditSec: preset.initialCreditSec,
    proofIntervalSec: preset.proofIntervalSec,
    proofValidSec: preset.proofValidSec,
  };
}
