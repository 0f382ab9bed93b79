import { releaseVesting } from "@session/sdk";
import { Address, Button, formatAmount, Time, useLocale, useT } from "@session/ui";
import type { Hex } from "viem";
import { CostLine, useCost } from "../../transactions/Cost.tsx";
import { FaultList, usePreflight } from "../../transactions/Preflight.tsx";
import { useWrite } from "../../transactions/useWrite.ts";
import { WriteError } from "../../transactions/WriteError.tsx";
import { vestingMessages } from "./messages.ts";
import { nextVestingAt, type Vesting, whyNoRelease } from "./model.ts";

export type ReleaseFormProps = {
  readonly vesting: Vesting;
  readonly account: Hex;
  readonly isBlocked: boolean;
  readonly nowSec: number;
  readonly onSent: (hash: Hex) => void;
};

/** Pays what has vested to the wallet; where that isn't possible, says why and from when it is. */
export function ReleaseForm(props: ReleaseFormProps) {
  const { vesting, account, nowSec } = props;
  const t = useT(vestingMessages);
  const why = whyNoRelease(vesting, account, nowSec);
  if (why === undefined) return <Release {...props} />;
  const from = nextVestingAt(vesting, nowSec) ?? vesting.end;
  const values = { holder: <Address value={vesting.holder} />, time: <Time at={from} precision="day" /> };
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Button disabled>{t("releaseNothing")}</Button>
      <p className="text-muted">{t.rich(why, values)}</p>
    </div>
  );
}

function Release({ vesting, account, isBlocked, onSent }: ReleaseFormProps) {
  const t = useT(vestingMessages);
  const { locale } = useLocale();
  const address = vesting.address as Hex;
  const act = (wallet: Parameters<typeof releaseVesting>[0]) => releaseVesting(wallet, { vesting: address });
  const cost = useCost(act, ["releaseVesting", address, vesting.releasable]);
  const { isReady, faults } = usePreflight({ eth: true, costWei: cost.wei });
  const write = useWrite((wallet, _: undefined) => act(wallet), onSent);
  const amount = formatAmount(BigInt(vesting.releasable), { locale }).text;
  return (
    <div className="flex flex-col items-start gap-3">
      <div className="w-full empty:hidden">
        <FaultList faults={faults} />
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button
          variant="primary"
          busy={write.isPending}
          disabled={isBlocked || !isReady}
          onClick={() => write.mutate(undefined)}
        >
          {t("release", { amount })}
        </Button>
        <span className="text-muted">{t.rich("releaseTo", { wallet: <Address value={account} copy={false} /> })}</span>
      </div>
      <CostLine cost={cost} />
      <WriteError error={write.error} />
    </div>
  );
}
