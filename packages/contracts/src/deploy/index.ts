export {
  type DeployContractsParameters,
  type DeployContractsReturnType,
  deployContracts,
  type SeedDomain,
  type SeedParameters,
} from "./deployContracts.ts";
export {
  type ChainParameters,
  type DeployTgeParameters,
  type DeployTgeReturnType,
  type DeployTokenParameters,
  deployTge,
  deployToken,
} from "./deployTge.ts";
export { DeployError, type DeployErrorDetail } from "./errors.ts";
export { probeEip2537 } from "./probeEip2537.ts";
