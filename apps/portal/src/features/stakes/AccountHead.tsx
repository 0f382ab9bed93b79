import { Address, Amount, Button, ButtonLink, Fact, Facts, useT } from "@session/ui";
import type { Hex } from "viem";
import { stakesMessages } from "./messages.ts";
import type { AccountStakes } from "./model.ts";
import { OtherTotals } from "./Totals.tsx";

export type AccountHeadProps = {
  readonly of: AccountStakes;
  readonly isActing: boolean;
  /** Absent where the reader only looks. */
  readonly onAct?: ((account: Hex) => void) | undefined;
};

/** Whose stakes stand below: the wallet's own, or those of one of its vesting contracts. */
export function AccountHead({ of: { account, vesting, isHeld, totals }, isActing, onAct }: AccountHeadProps) {
  const t = useT(stakesMessages);
  return (
    <div className="flex flex-col gap-3 border-t border-line pt-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 className="flex flex-wrap items-baseline gap-x-2 text-lg">
          {t(vesting !== undefined ? "vesting" : onAct === undefined ? "address" : "wallet")}{" "}
          <Address value={account} />
        </h2>
        {isActing && <span className="text-accent">{t("actingNow")}</span>}
        {!isHeld && <span className="text-muted">{t("notHeld")}</span>}
        {isHeld && !isActing && onAct !== undefined && vesting?.kind !== "linear" && (
          <Button size="sm" onClick={() => onAct(account)}>
            {t("act")}
          </Button>
        )}
        {vesting !== undefined && <ReleaseLink amount={isHeld ? BigInt(vesting.releasable) : 0n} />}
      </div>
      <Facts>
        <Fact label={t("staked")} value={<Amount value={BigInt(totals.staked)} />} />
        {vesting !== undefined && <Fact label={t("balance")} value={<Amount value={BigInt(vesting.balance)} />} />}
        <OtherTotals totals={totals} />
      </Facts>
    </div>
  );
}

function ReleaseLink({ amount }: { readonly amount: bigint }) {
  const t = useT(stakesMessages);
  return (
    <ButtonLink href="/vesting" size="sm" variant="quiet">
      {amount > 0n ? t.rich("release", { amount: <Amount value={amount} /> }) : t("released")}
    </ButtonLink>
  );
}
