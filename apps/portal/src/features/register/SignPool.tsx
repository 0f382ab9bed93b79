import { contribute, deployPool, getPool, preparedRegistrationSchema, type Wallet } from "@session/sdk";
import type { ParamsResponse, StoredRegistration } from "@session/sdk/indexer-api";
import { Address, Amount, Banner, defineMessages, Fact, Facts, formatBps, useLocale, useT } from "@session/ui";
import type { Hex } from "viem";
import { useIsOn } from "../../app/portal.ts";
import { Sign } from "../../staking/Sign.tsx";
import type { Terms } from "../../staking/terms.ts";
import { useCanPermit } from "../../staking/useCanPermit.ts";
import { useWallet } from "../../wallet/useWallet.ts";
import type { WizardChoice } from "./wizardForm.ts";

const messages = defineMessages("portal.signPool", {
  own: "Your stake",
  others: "From others",
  fee: "Your fee",
  start: "Starts",
  byHand: "when you start it",
  itself: "by itself when full",
  reserved: "Places kept",
  nobody: "none",
  kept: "{amount} for {who}",
  sentence:
    "Two steps: this makes the pool with your node's keys and these terms, and takes no stake. Then you bring {stake}, which opens it for others.",
  sign: "Make the pool",
  off: "Pools are switched off on this site for now",
});

export type SignPoolProps = {
  readonly registration: StoredRegistration;
  readonly params: ParamsResponse;
  readonly choice: WizardChoice & { readonly terms: Terms };
  readonly onSent: (hash: Hex) => void;
  readonly onMade: (pool: Hex) => void;
};

/** The first step of staking with others: the pool itself. */
export function SignPool({ registration, params, choice, onSent, onMade }: SignPoolProps) {
  const t = useT(messages);
  const { locale } = useLocale();
  const isOn = useIsOn("pools");
  const { ownStake, feeBps, reserved, manualFinalize } = choice.terms;
  const factory = params.contracts.serviceNodeContributionFactory as Hex;
  const act = (wallet: Wallet) =>
    deployPool(wallet, {
      ...{ factory, registration: preparedRegistrationSchema.parse(registration) },
      ...{ feeBps, reserved, manualFinalize },
    });
  const sesh = params.contracts.sesh as Hex;
  const permit = useCanPermit(sesh, useWallet().address);
  const whole = async (wallet: Wallet) => {
    const { pool } = await act(wallet);
    const { termsHash } = await getPool(wallet, { factory, pool });
    return contribute(wallet, { factory, pool, sesh, amount: ownStake, termsHash, permit });
  };
  if (!isOn) return <Banner tone="warn" title={t("off")} />;
  const rest = BigInt(params.staking.requirement) - ownStake;
  return (
    <Sign
      label={t("sign")}
      {...{ act, whole }}
      deps={["openPool", registration.ed25519Signature, feeBps, manualFinalize, ownStake, permit, keyOf(choice.terms)]}
      needs={{ sesh: ownStake, feature: "pools" }}
      onSent={onSent}
      onDone={({ pool }) => onMade(pool)}
    >
      <Facts>
        <Fact label={t("own")} value={<Amount value={ownStake} />} />
        <Fact label={t("others")} value={<Amount value={rest} />} />
        <Fact label={t("fee")} value={formatBps(feeBps, locale)} />
        <Fact label={t("start")} value={t(manualFinalize ? "byHand" : "itself")} />
      </Facts>
      {reserved.length > 0 && (
        <ul aria-label={t("reserved")} className="flex flex-col gap-1">
          {reserved.map(({ contributor, amount }) => (
            <li key={contributor}>
              {t.rich("kept", { amount: <Amount value={amount} />, who: <Address value={contributor} /> })}
            </li>
          ))}
        </ul>
      )}
      <p className="text-base">{t.rich("sentence", { stake: <Amount value={ownStake} /> })}</p>
    </Sign>
  );
}

/** Reservations as one value. */
const keyOf = ({ reserved }: Terms) => reserved.map(({ contributor, amount }) => `${contributor}:${amount}`).join();
