import { address, baseUrl, siteConfigSchema } from "@session/web";
import { z } from "zod";

/** Parts of the portal that the operator of a site can switch off without a new build. */
export const switchableFeatures = ["register", "claim", "exit", "pools", "liquidations", "faucet"] as const;
export type SwitchableFeature = (typeof switchableFeatures)[number];

/** As `contracts` of the indexer's `/v1/params`. */
const contracts = z.object({
  serviceNodeRewards: address,
  rewardRatePool: address,
  sesh: address,
  serviceNodeContributionFactory: address.nullable().default(null),
  vestings: z.array(address).default([]),
});

/** Transactions to any other chain than its `chainId` are blocked; `nodeApis` serve claims and exits while the indexer is away. */
export const portalConfigSchema = siteConfigSchema.extend({
  /** Only where test tokens are given away. */
  faucetUrl: baseUrl.nullable().default(null),
  /** With these the portal works when it is opened while the indexer is away; otherwise it learns them from the indexer. */
  contracts: contracts.nullable().default(null),
  /** An account kept in the browser's storage: for development networks only. */
  burnerWallet: z.boolean().default(false),
  /**
   * Offers WalletConnect under this id of the site's own (cloud.reown.com). Its relay, a third party, is spoken to only once
   * somebody uses it.
   */
  walletConnectProjectId: z
    .string()
    .regex(/^[0-9a-f]{32}$/, "32 hex digits")
    .nullable()
    .default(null),
  /** Transactions are linked to `{explorerUrl}/tx/{hash}`. */
  explorerUrl: baseUrl.nullable().default(null),
  /** Offers pseudo-locales, as development networks do: for finding what is hard-coded or laid out for one direction. */
  devLocales: z.boolean().default(false),
  /** Kill switches. */
  disabled: z.array(z.enum(switchableFeatures)).default([]),
});
export type PortalConfig = z.infer<typeof portalConfigSchema>;
export type PortalConfigInput = z.input<typeof portalConfigSchema>;
