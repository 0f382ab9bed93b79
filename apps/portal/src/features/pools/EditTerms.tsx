import { zodResolver } from "@hookform/resolvers/zod";
import {
  type Pool,
  preparedRegistrationSchema,
  restartPool,
  updatePoolFee,
  updatePoolManualFinalize,
  updatePoolReservations,
  type Wallet,
} from "@session/sdk";
import type { ParamsResponse, StoredRegistration } from "@session/sdk/indexer-api";
import { Amount, Banner, Button, defineMessages, useT } from "@session/ui";
import { FormProvider, useForm, useWatch } from "react-hook-form";
import type { Hex } from "viem";
import { useAnswer } from "../../data/useAnswer.ts";
import { ReservedField } from "../../staking/ReservedField.tsx";
import { isSameAddress } from "../../staking/readAddress.ts";
import { Sign } from "../../staking/Sign.tsx";
import { FeeField, OwnStakeField, StartField } from "../../staking/TermsFields.tsx";
import { readTerms, type Terms, type TermsText, termsSchema, toTermsRules } from "../../staking/terms.ts";
import { useDecimalSign } from "../../staking/useDecimalSign.ts";
import { type NeedsApprovalParameters, useNeedsApproval } from "../../staking/useNeedsApproval.ts";
import { useBalances } from "../../wallet/useBalances.ts";
import { findChanges, isChanged, type TermsChange, toTermsText } from "./editModel.ts";

const messages = defineMessages("portal.editTerms", {
  save: "Change the terms",
  free: "{count, plural, =0 {Nothing is changed yet.} one {One transaction.} other {# transactions, one for each term.}}",
  restart:
    "Your {amount} go back to you and are brought again under the new terms, all in one transaction, so that nobody can join in between.",
  once: "Your wallet asks once.",
  approval: "Your wallet asks twice: first an approval of exactly {amount}, then the change.",
  gone: "Your node's registration isn't kept any more, so the terms can't be changed in one go",
  goneWhy: "Run session-node register again, or cancel the pool, change its terms, and contribute again.",
  close: "Leave it",
});

export type EditTermsProps = {
  readonly pool: Pool;
  readonly params: ParamsResponse;
  readonly account: Hex;
  readonly edit: "free" | "restart";
  readonly onSent: (hash: Hex) => void;
  readonly onClose: () => void;
};

/** Changes fee, places and start of a pool before anybody else is inside. */
export function EditTerms({ pool, params, account, edit, onSent, onClose }: EditTermsProps) {
  const t = useT(messages);
  const rules = toTermsRules(params, account, useDecimalSign());
  const balances = useBalances(account, params.contracts.sesh as Hex);
  const form = useForm<TermsText, unknown, Terms>({
    resolver: zodResolver(termsSchema(rules)),
    defaultValues: toTermsText(pool, rules),
    mode: "onBlur",
  });
  const read = readTerms(useWatch({ control: form.control }) as TermsText, rules);
  const terms = "terms" in read ? read.terms : undefined;
  const own = pool.contributions.find(({ staker }) => isSameAddress(staker, account))?.amount ?? 0n;
  const available = balances.data === undefined ? undefined : balances.data.sesh + own;
  return (
    <FormProvider {...form}>
      <div className="flex max-w-160 flex-col gap-6">
        {edit === "restart" && <OwnStakeField rules={rules} available={available} />}
        <FeeField rules={rules} />
        <ReservedField rules={rules} />
        <StartField />
        {edit === "free" && <SaveFree {...{ pool, account, terms, onSent, onClose }} />}
        {edit === "restart" && <SaveRestart {...{ pool, params, account, terms, own, onSent, onClose }} />}
        <div>
          <Button size="sm" variant="quiet" onClick={onClose}>
            {t("close")}
          </Button>
        </div>
      </div>
    </FormProvider>
  );
}

type SaveProps = Pick<EditTermsProps, "pool" | "account" | "onSent" | "onClose"> & {
  readonly terms: Terms | undefined;
};

const NO_CHANGE: TermsChange = { fee: false, reserved: false, start: false, ownStake: false };
const keyOf = (terms: Terms | undefined) =>
  JSON.stringify(terms, (_, value) => (typeof value === "bigint" ? String(value) : value));

function SaveFree({ pool, account, terms, onSent, onClose }: SaveProps) {
  const t = useT(messages);
  const change = terms === undefined ? NO_CHANGE : findChanges(pool, terms, account);
  const { address } = pool;
  const act = async (wallet: Wallet) => {
    if (terms === undefined) return;
    if (change.fee) await updatePoolFee(wallet, { pool: address, feeBps: terms.feeBps });
    if (change.reserved) await updatePoolReservations(wallet, { pool: address, reserved: terms.reserved });
    if (change.start) await updatePoolManualFinalize(wallet, { pool: address, manualFinalize: terms.manualFinalize });
  };
  const count = [change.fee, change.reserved, change.start].filter(Boolean).length;
  return (
    <Sign
      label={t("save")}
      act={act}
      deps={["editTerms", address, keyOf(terms), pool.termsHash]}
      needs={{ feature: "pools" }}
      isComplete={count > 0}
      {...{ onSent }}
      onDone={onClose}
    >
      <p className="text-muted">{t("free", { count })}</p>
    </Sign>
  );
}

function SaveRestart(props: SaveProps & { readonly params: ParamsResponse; readonly own: bigint }) {
  const { pool, params, account, terms, own, onSent, onClose } = props;
  const t = useT(messages);
  const registrations = useAnswer("getRegistration", { ed25519: pool.ed25519Pubkey });
  const kept = registrations.data?.items.find(({ operator }) => isSameAddress(operator, account));
  if (kept === undefined)
    return registrations.isPending ? null : (
      <Banner tone="warn" title={t("gone")}>
        {t("goneWhy")}
      </Banner>
    );
  const change = terms === undefined ? NO_CHANGE : findChanges(pool, terms, account);
  const missing = terms === undefined || terms.ownStake <= own ? 0n : terms.ownStake - own;
  return (
    <Sign
      label={t("save")}
      act={(wallet) => restart(wallet, { pool, params, terms, kept })}
      deps={["restartPool", pool.address, keyOf(terms), pool.termsHash, kept.ed25519Signature]}
      needs={{ feature: "pools", sesh: missing, holder: account }}
      isComplete={isChanged(change)}
      {...{ onSent }}
      onDone={onClose}
    >
      <div className="flex flex-col gap-2 text-muted">
        <p>{t.rich("restart", { amount: <Amount value={own} /> })}</p>
        {terms !== undefined && (
          <Questions
            token={params.contracts.sesh as Hex}
            owner={account}
            spender={pool.address}
            amount={terms.ownStake}
          />
        )}
      </div>
    </Sign>
  );
}

/** How often the wallet asks: the pool takes the stake by an approval, which the contribution before has used up. */
export function Questions(stake: NeedsApprovalParameters) {
  const t = useT(messages);
  const needsApproval = useNeedsApproval(stake);
  return (
    <p className="text-xs">
      {needsApproval ? t.rich("approval", { amount: <Amount value={stake.amount} maxDecimals={9} /> }) : t("once")}
    </p>
  );
}

async function restart(
  wallet: Wallet,
  parts: { pool: Pool; params: ParamsResponse; terms: Terms | undefined; kept: StoredRegistration },
): Promise<void> {
  const { pool, params, terms, kept } = parts;
  const beneficiary = pool.account?.contribution?.beneficiary;
  if (terms === undefined) return;
  await restartPool(wallet, {
    ...{ pool: pool.address, sesh: params.contracts.sesh as Hex, registration: preparedRegistrationSchema.parse(kept) },
    ...{ feeBps: terms.feeBps, reserved: terms.reserved, manualFinalize: terms.manualFinalize, amount: terms.ownStake },
    ...(beneficiary === undefined ? {} : { beneficiary }),
  });
}
