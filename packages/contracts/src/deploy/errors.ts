/** What stopped a deployment. */
export type DeployErrorDetail =
  | { readonly code: "DEPLOY_MODULE_FAILED"; readonly module: string; readonly reasons: readonly string[] }
  | { readonly code: "DEPLOY_TRANSACTION_REVERTED"; readonly step: string; readonly hash: string }
  | { readonly code: "DEPLOY_WRONG_CHAIN"; readonly expected: number; readonly actual: number }
  | {
      readonly code: "DEPLOY_EIP2537_UNAVAILABLE";
      readonly chainId: number;
      readonly precompile: string;
      readonly answer: string;
    }
  | { readonly code: "DEPLOY_PRESET_NOT_ALLOWED"; readonly preset: string; readonly chainId: number }
  | { readonly code: "DEPLOY_ARTIFACT_MISSING"; readonly name: string }
  | { readonly code: "DEPLOY_INVALID_SEED"; readonly index: number; readonly reason: string }
  | { readonly code: "DEPLOY_FOREIGN_SENDER"; readonly sender: string };

/** A deployment that can't go on. What has been sent stays on chain: deploy again, or resume with `deploymentDir`. */
export class DeployError extends Error {
  readonly detail: DeployErrorDetail;

  constructor(detail: DeployErrorDetail, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "DeployError";
    this.detail = detail;
  }

  get code(): DeployErrorDetail["code"] {
    return this.detail.code;
  }
}
