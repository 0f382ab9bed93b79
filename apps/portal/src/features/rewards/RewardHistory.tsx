import type { RewardsOfAddress } from "@session/sdk/indexer-api";
import { Amount, Fact, Facts, useT } from "@session/ui";
import type { Hex } from "viem";
import { usePortal } from "../../app/portal.ts";
import { Answered } from "../../data/Answered.tsx";
import { useAnswer } from "../../data/useAnswer.ts";
import { useChainNow } from "../../staking/useChainNow.ts";
import { ByNode } from "./ByNode.tsx";
import { Claims } from "./Claims.tsx";
import { rewardMessages } from "./messages.ts";
import { csvUrl, rangeFault, toRange } from "./model.ts";
import { type RangeChange, RangeForm } from "./RangeForm.tsx";
import { NothingYet, RewardDays } from "./RewardDays.tsx";
import type { RewardsSearch } from "./search.ts";
import { useRewardDays } from "./useRewardDays.ts";

const DAY_SEC = 86_400;

export type RewardHistoryProps = {
  readonly account: Hex;
  readonly search: RewardsSearch;
  readonly onSearch: (change: RangeChange) => void;
};

/** What an account earned: totals, day by day, by node, and what of it was claimed. */
export function RewardHistory({ account, search, onSearch }: RewardHistoryProps) {
  const topic = `address:${account.toLowerCase()}` as `address:0x${string}`;
  const rewards = useAnswer("getRewards", { address: account, limit: 20 }, { topics: [topic] });
  return (
    <Answered query={rewards} lines={8}>
      {(all) =>
        BigInt(all.lifetimeLedger) === 0n ? (
          <NothingYet />
        ) : (
          <>
            <RewardTotals rewards={all} />
            <Range account={account} search={search} rewards={all} onSearch={onSearch} />
            <ByNode byNode={all.byNode} />
            <Claims account={account} />
          </>
        )
      }
    </Answered>
  );
}

function RewardTotals({ rewards }: { readonly rewards: RewardsOfAddress }) {
  const t = useT(rewardMessages);
  return (
    <Facts>
      {(["lifetime", "claimed", "claimable"] as const).map((name) => (
        <Fact key={name} size="lg" label={t(name)} value={<Amount value={BigInt(rewards[name])} copy />} />
      ))}
    </Facts>
  );
}

function Range({ account, search, rewards, onSearch }: RewardHistoryProps & { readonly rewards: RewardsOfAddress }) {
  const { config } = usePortal();
  // Days end by the network's clock; between two of them nothing changes.
  const nowMs = Math.floor(useChainNow() / DAY_SEC) * DAY_SEC * 1_000;
  const range = toRange(search, nowMs);
  const days = useRewardDays(account, range, search.node);
  return (
    <section className="flex flex-col gap-6 border-t border-line pt-4">
      <RangeForm {...{ range, nowMs }} node={search.node} byNode={rewards.byNode} onChange={onSearch} />
      {rangeFault(range) === undefined && (
        <Answered query={days} lines={8}>
          {(items) => (
            <RewardDays
              days={items}
              from={range.from}
              csvHref={csvUrl(config.indexerUrl, account, range)}
              onReset={() => onSearch({ from: undefined, to: undefined, node: undefined })}
            />
          )}
        </Answered>
      )}
    </section>
  );
}
