export {
  type DeployContractsParameters,
  type DeployContractsReturnType,
  deployContracts,
  type SeedDomain,
  type SeedParameters,
} from "./deployContracts.ts";
export { DeployError, type DeployErrorDetail } from "./errors.ts";
