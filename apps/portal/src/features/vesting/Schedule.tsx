import { Address, Amount, Duration, Fact, Facts, formatAmount, Meter, Time, useLocale, useT } from "@session/ui";
import { type Hex, isAddressEqual } from "viem";
import { vestingMessages } from "./messages.ts";
import { nextVestingAt, totalOf, type Vesting, vestedOf } from "./model.ts";

type ScheduleProps = { readonly vesting: Vesting; readonly account: Hex; readonly nowSec: number };

/** When it vests, in a sentence and in figures. */
export function Schedule({ vesting, account, nowSec }: ScheduleProps) {
  const t = useT(vestingMessages);
  const isOwn = isAddressEqual(vesting.holder as Hex, account);
  return (
    <>
      {vesting.revokedAt === null && <Plan vesting={vesting} />}
      <Facts>
        <NextTime vesting={vesting} nowSec={nowSec} />
        <Fact label={t("releasable")} value={<Amount value={BigInt(vesting.releasable)} />} />
        <Fact label={t("balance")} value={<Amount value={BigInt(vesting.balance)} />} />
        {vesting.kind === "staking" && <Fact label={t("staked")} value={<Amount value={BigInt(vesting.staked)} />} />}
        <Fact label={t("unvested")} value={<Amount value={BigInt(vesting.unvested)} />} />
        <Fact
          label={t(isOwn && vesting.revokedAt === null ? "released" : "releasedOther")}
          value={<Amount value={BigInt(vesting.released)} />}
        />
      </Facts>
    </>
  );
}

/** The schedule as it goes on; of one that is revoked nothing does. */
function Plan({ vesting }: { readonly vesting: Vesting }) {
  const t = useT(vestingMessages);
  const { locale } = useLocale();
  const { kind, cliff, end, isTransferable, revoker } = vesting;
  const inSesh = (amount: bigint) => formatAmount(amount, { locale }).text;
  const [vested, total] = [vestedOf(vesting), totalOf(vesting)];
  return (
    <>
      <p className="max-w-prose text-muted">
        {kind === "staking"
          ? t.rich("staking", { end: <Time at={end} precision="day" /> })
          : t.rich("linear", {
              cliff: <Time at={cliff ?? end} precision="day" />,
              end: <Time at={end} precision="day" />,
            })}{" "}
        {revoker === null ? t("irrevocable") : t.rich("revocable", { revoker: <Address value={revoker} /> })}{" "}
        {isTransferable && t("transferable")}
      </p>
      <Meter
        label={t("progress")}
        value={vested}
        max={total}
        text={t("progressText", { vested: inSesh(vested), total: inSesh(total) })}
      />
    </>
  );
}

function NextTime({ vesting, nowSec }: { readonly vesting: Vesting; readonly nowSec: number }) {
  const t = useT(vestingMessages);
  const at = nextVestingAt(vesting, nowSec);
  if (at === undefined) return null;
  const isCliff = vesting.kind === "linear" && at === vesting.cliff;
  const label = isCliff ? "starts" : vesting.kind === "linear" ? "endsEvenly" : "ends";
  return (
    <Fact
      label={t(label)}
      value={t.rich("timeIn", {
        time: <Time at={at} precision="day" />,
        duration: <Duration seconds={at - nowSec} display="long" />,
      })}
    />
  );
}
