import { Address, Banner, Button, Pill, type PillShape, Time, type Tone, useT } from "@session/ui";
import { type Hex, isAddressEqual } from "viem";
import { useChainNow } from "../../staking/useChainNow.ts";
import { useActing } from "../../wallet/acting.tsx";
import { actableVestings } from "../../wallet/actingModel.ts";
import { Abilities } from "./Abilities.tsx";
import { vestingMessages } from "./messages.ts";
import { revokedFor, stateOf, type Vesting, type VestingState } from "./model.ts";
import { ReleaseForm } from "./ReleaseForm.tsx";
import { Schedule } from "./Schedule.tsx";
import type { VestingListProps } from "./VestingList.tsx";
import { VestingStakes } from "./VestingStakes.tsx";

const LOOKS: Readonly<Record<VestingState, readonly [PillShape, Tone]>> = {
  waiting: ["ring", "neutral"],
  vesting: ["halfDisc", "info"],
  over: ["disc", "good"],
  revoked: ["cross", "danger"],
};

/** One vesting contract: its schedule, what it holds and has staked, and what can be done with it. */
export function VestingCard(props: VestingListProps & { readonly vesting: Vesting }) {
  const { vesting, stakes, account } = props;
  const t = useT(vestingMessages);
  const nowSec = Math.floor(useChainNow());
  const state = stateOf(vesting, nowSec);
  const [shape, tone] = LOOKS[state];
  return (
    <section className="flex flex-col gap-5 border-t border-line pt-6">
      <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <h2 className="flex flex-wrap items-baseline gap-x-3 text-lg">
          {t("name")} <Address value={vesting.address} href={`/address/${vesting.address}`} />
        </h2>
        <span className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Pill shape={shape} tone={tone} word={t(state)} />
          <ActAs vesting={vesting} account={account} />
        </span>
      </header>
      {vesting.revokedAt !== null && (
        <Banner tone="warn" title={t.rich("revokedOn", { date: <Time at={vesting.revokedAt} precision="day" /> })}>
          {t(`revokedFor.${revokedFor(vesting, account)}`)}
        </Banner>
      )}
      <Schedule vesting={vesting} account={account} nowSec={nowSec} />
      <ReleaseForm {...props} nowSec={nowSec} />
      <VestingStakes stakes={stakes} vesting={vesting} />
      <Abilities vesting={vesting} account={account} />
    </section>
  );
}

/** Lets the contract act on all pages, or the wallet again. */
function ActAs({ vesting, account }: { readonly vesting: Vesting; readonly account: Hex }) {
  const t = useT(vestingMessages);
  const acting = useActing();
  if (actableVestings(account, [vesting]).length === 0) return null;
  const isActing = acting.vesting !== null && isAddressEqual(acting.vesting.address as Hex, vesting.address as Hex);
  if (!isActing)
    return (
      <Button size="sm" onClick={() => acting.choose(vesting.address as Hex)}>
        {t("actAs")}
      </Button>
    );
  return (
    <>
      <Pill shape="dottedDisc" tone="good" word={t("acts")} />
      <Button size="sm" variant="quiet" onClick={() => acting.choose(account)}>
        {t("stopActing")}
      </Button>
    </>
  );
}
