import type { Hex } from "viem";
import { usePortal } from "../app/portal.ts";
import { useAnswer } from "../data/useAnswer.ts";
import { useChainNow } from "../staking/useChainNow.ts";
import { useBalances } from "../wallet/useBalances.ts";
import { useWallet } from "../wallet/useWallet.ts";
import { type Fault, findFaults, isReadyToSign, type Needs } from "./preflight.ts";

export type PreflightResult = { readonly isReady: boolean; readonly faults: readonly Fault[] };

/** Whether a flow can start: wallet, chain, balances, pause, the site's kill switch. Kept current while it is shown. */
export function usePreflight(needs: Needs): PreflightResult {
  const { config } = usePortal();
  const { address, isWrongChain } = useWallet();
  const { data: params } = useAnswer("getParams", {}, { topics: ["network"] });
  const sesh = params?.contracts.sesh as Hex | undefined;
  const own = useBalances(address, sesh);
  const held = useBalances(needs.holder ?? address, sesh);
  const facts = {
    account: address,
    isWrongChain,
    sesh: held.data?.sesh,
    wei: own.data?.eth,
    isRpcAway: own.data === undefined && own.isError,
    // By the network's clock: the reader's may be behind, and a pause may end early.
    pausedUntil: params?.pause.isPaused === true ? params.pause.until : null,
    disabled: config.disabled,
    nowSec: Math.floor(useChainNow()),
  };
  return { isReady: isReadyToSign(needs, facts), faults: findFaults(needs, facts) };
}
