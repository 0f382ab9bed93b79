export { BATCH_MAX_ITEMS, type BatchParameters, type BatchReturnType, batch } from "./actions/batch.ts";
export {
  type BatchItem,
  type BatchOutcome,
  type ClaimBatchItem,
  type NodeBatchItem,
  readBatchReceipt,
} from "./actions/batchReceipt.ts";
export { isCheckpointOnL2 } from "./actions/checkpoint.ts";
export { type ClaimParameters, type ClaimReturnType, claim } from "./actions/claim.ts";
export { type ExitParameters, type ExitReturnType, exit, requestExit } from "./actions/exit.ts";
export {
  exitAfterWait,
  type LiquidateParameters,
  type LiquidateReturnType,
  liquidate,
  withdrawLockedStake,
} from "./actions/liquidate.ts";
export {
  type ContributeErrorType,
  type ContributeParameters,
  type ContributeReturnType,
  contribute,
} from "./actions/poolContribute.ts";
export {
  type DeployPoolErrorType,
  type DeployPoolParameters,
  type DeployPoolReturnType,
  deployPool,
  type PoolReservation,
} from "./actions/poolDeploy.ts";
export {
  type RestartPoolParameters,
  type RestartPoolReturnType,
  restartPool,
  type UpdatePoolKeysParameters,
  type UpdatePoolManualFinalizeReturnType,
  updatePoolFee,
  updatePoolKeys,
  updatePoolManualFinalize,
  updatePoolReservations,
} from "./actions/poolEdit.ts";
export {
  type FinalizePoolReturnType,
  finalizePool,
  type PoolErrorType,
  type PoolParameters,
  resetPool,
  updateBeneficiary,
  type WithdrawContributionReturnType,
  withdrawContribution,
} from "./actions/poolManage.ts";
export {
  type GetPoolErrorType,
  type GetPoolParameters,
  getPool,
  type Pool,
  type PoolAccount,
  type PoolContribution,
  type PoolState,
  poolStates,
} from "./actions/poolRead.ts";
export { type ReadGenesisParameters, readGenesis } from "./actions/readGenesis.ts";
export {
  type RegisterErrorType,
  type RegisterParameters,
  type RegisterReturnType,
  register,
} from "./actions/register.ts";
export { registrationArgs } from "./actions/registrationArgs.ts";
export type { VestingParameters } from "./actions/vestingCall.ts";
export { vestingClaim } from "./actions/vestingClaim.ts";
export {
  type VestingContributeParameters,
  vestingContribute,
  vestingUpdateBeneficiary,
  vestingWithdrawContribution,
} from "./actions/vestingPool.ts";
export { type ReleaseVestingReturnType, releaseVesting } from "./actions/vestingRelease.ts";
export {
  type VestingErrorType,
  type VestingRegisterParameters,
  vestingRegister,
  vestingRequestExit,
} from "./actions/vestingStake.ts";
export { type FindWalletBatchOptions, findWalletBatch } from "./actions/walletBatch.ts";
export { createNodeClient, type NodeClient, type NodeClientOptions, type PageParameters } from "./clients/node.ts";
export type * from "./clients/nodeSchemas.ts";
export type { BatchCall, Wallet } from "./clients/wallet.ts";
export { SdkError, type SdkErrorDetail } from "./errors.ts";
export { createIndexerClient, type IndexerClient, type IndexerClientOptions } from "./indexer/client.ts";
export type { SubscribeParameters, Subscription, Topic } from "./indexer/subscribe.ts";
export {
  type PreparedRegistration,
  type PrepareRegistrationParameters,
  preparedRegistrationSchema,
  prepareRegistration,
  type RegistrationJson,
  registrationToJson,
} from "./registration.ts";
export { checkRegistration, type RegistrationFault } from "./registrationCheck.ts";
export {
  DELETION_VALID_SEC,
  type DeleteRegistrationParameters,
  deleteRegistration,
  type RegistrationDeletion,
  registrationDeletionTypedData,
} from "./registrationDeletion.ts";
