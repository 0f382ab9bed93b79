import {
  type DeploymentParameters,
  DeploymentResultType,
  deploy,
  type EIP1193Provider,
  type IgnitionModule,
  type IgnitionModuleResult,
} from "@nomicfoundation/ignition-core";
import type { Address, LocalAccount } from "viem";
import { generatedArtifacts } from "./artifacts.ts";
import { DeployError } from "./errors.ts";

export type RunModuleOptions = {
  readonly provider: EIP1193Provider;
  readonly accounts: readonly LocalAccount[];
  readonly pollingMs: number;
  /** Ignition's journal: an interrupted deployment goes on where it stopped. Left out: nothing is kept. */
  readonly deploymentDir: string | undefined;
};

/**
 * Runs an Ignition module with the generated artifacts.
 *
 * @returns the addresses of its results, by name
 * @throws {DeployError} `DEPLOY_MODULE_FAILED`
 */
export async function runModule<Name extends string>(
  module: IgnitionModule<string, string, IgnitionModuleResult<string> & Record<Name, unknown>>,
  parameters: DeploymentParameters[string],
  options: RunModuleOptions,
): Promise<Record<Name, Address>> {
  const accounts = options.accounts.map(({ address }) => address);
  const result = await deploy({
    ignitionModule: module,
    artifactResolver: generatedArtifacts,
    provider: options.provider,
    deploymentParameters: { [module.id]: parameters },
    accounts,
    ...(accounts[0] === undefined ? {} : { defaultSender: accounts[0] }),
    ...(options.deploymentDir === undefined ? {} : { deploymentDir: options.deploymentDir }),
    config: { requiredConfirmations: 1, blockPollingInterval: options.pollingMs, retryInterval: options.pollingMs },
  });
  if (result.type !== DeploymentResultType.SUCCESSFUL_DEPLOYMENT) {
    const reasons = describe(result);
    throw new DeployError(
      { code: "DEPLOY_MODULE_FAILED", module: module.id, reasons },
      `Module ${module.id} failed: ${reasons.join("; ")}`,
    );
  }
  const names = Object.entries(module.results).map(([name, future]) => {
    const deployed = result.contracts[(future as { id: string }).id];
    return [name, deployed?.address] as const;
  });
  return Object.fromEntries(names) as Record<Name, Address>;
}

function describe(result: Exclude<Awaited<ReturnType<typeof deploy>>, { type: "SUCCESSFUL_DEPLOYMENT" }>): string[] {
  if (result.type === DeploymentResultType.EXECUTION_ERROR)
    return [
      ...result.failed.map(({ futureId, error }) => `${futureId}: ${error}`),
      ...result.timedOut.map(({ futureId }) => `${futureId}: timed out`),
    ];
  if (result.type === DeploymentResultType.PREVIOUS_RUN_ERROR || "errors" in result)
    return Object.entries(result.errors).flatMap(([future, errors]) => errors.map((error) => `${future}: ${error}`));
  return [];
}
