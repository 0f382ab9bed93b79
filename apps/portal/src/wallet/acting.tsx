import { useSyncExternalStore } from "react";
import { type Hex, isAddress } from "viem";
import { usePortal } from "../app/portal.ts";
import { useAnswer } from "../data/useAnswer.ts";
import { type Acts, actableVestings, type OwnVesting, toKnown, whoActs } from "./actingModel.ts";
import { type Stored, stored } from "./stored.ts";
import { useWallet } from "./useWallet.ts";

/** By network and wallet: who acts for it. */
type Choices = Readonly<Record<string, Hex>>;

const actingChoices: Stored<Choices> = stored("session.acting", (json) => {
  const entries = typeof json === "object" && json !== null ? Object.entries(json) : [];
  return Object.fromEntries(entries.filter(([, account]) => isAddress(account, { strict: false })));
});

export type Acting = Acts & {
  /** The connected wallet's account, which signs whatever acts. */
  readonly signer: Hex | undefined;
  /** The wallet's vesting contracts that can act for it; with one of them there is a choice. */
  readonly candidates: readonly OwnVesting[];
  /** Lets the wallet itself or one of its vesting contracts act, until it is changed, in this browser. */
  readonly choose: (account: Hex) => void;
};

/** Who acts: the wallet, or a vesting contract of it. Flows a vesting contract can do act for `account`. */
export function useActing(): Acting {
  const { config } = usePortal();
  const { address: signer } = useWallet();
  const choices = useSyncExternalStore(actingChoices.subscribe, actingChoices.read);
  const { data, isFromChain } = useOwnStakes(signer);
  const known = data && toKnown(data, isFromChain);
  const key = `${config.chainId}:${signer?.toLowerCase()}`;
  return {
    ...whoActs(signer, choices[key], known),
    signer,
    candidates: signer === undefined ? [] : actableVestings(signer, data?.vestings ?? []),
    choose: (account) => actingChoices.write({ ...actingChoices.read(), [key]: account }),
  };
}

/** Everything the wallet has, its vesting contracts among it. */
export function useOwnStakes(signer: Hex | undefined) {
  const address = signer ?? "0x";
  const topics = [`address:${address.toLowerCase()}` as `address:0x${string}`];
  return useAnswer("getStakes", { address: address as Hex }, { topics, isOn: signer !== undefined });
}
