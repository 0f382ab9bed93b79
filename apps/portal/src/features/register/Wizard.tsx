import { preparedRegistrationSchema, register } from "@session/sdk";
import type { ParamsResponse, StoredRegistration } from "@session/sdk/indexer-api";
import {
  Address,
  Amount,
  Button,
  defineMessages,
  Fact,
  Facts,
  formatDuration,
  Key,
  useLocale,
  useT,
} from "@session/ui";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Hex } from "viem";
import { usePortal } from "../../app/portal.ts";
import { useAnswer } from "../../data/useAnswer.ts";
import { useNow } from "../../data/useNow.ts";
import { useWrite } from "../../transactions/useWrite.ts";
import { WriteError } from "../../transactions/WriteError.tsx";
import { useBalances } from "../../wallet/useBalances.ts";
import { useWallet } from "../../wallet/useWallet.ts";
import { Checks } from "./Checks.tsx";
import { estimateRegistration } from "./cost.ts";
import { areAllOk, checkRegistrationFacts } from "./model.ts";

const messages = defineMessages("portal.registerWizard", {
  node: "1 · Node",
  stake: "2 · Stake",
  confirm: "3 · Confirm and sign",
  ed25519: "ed25519 key",
  operator: "Operator",
  alone: "You stake alone",
  amount: "Stake",
  rewards: "Rewards go to",
  cost: "Network fee, about",
  costUnknown: "shown by your wallet",
  sentence:
    "Registering stakes {stake} from your account for this node. The stake returns {wait} after you request the exit.",
  sign: "Register the node",
  signing: "Your wallet asks twice: first a permission for exactly this stake (free), then the registration.",
});

export type WizardProps = {
  readonly registration: StoredRegistration;
  readonly params: ParamsResponse;
  readonly onSent: (hash: Hex) => void;
};

/** Registers a node staked by its operator alone. */
export function Wizard({ registration, params, onSent }: WizardProps) {
  const t = useT(messages);
  const { locale } = useLocale();
  const checks = useChecks(registration, params);
  const { isWrongChain } = useWallet();
  const stake = BigInt(params.staking.requirement);
  const [sent, setSent] = useState<Hex>();
  const write = useWrite(
    (wallet) =>
      register(wallet, {
        registration: preparedRegistrationSchema.parse(registration),
        sesh: params.contracts.sesh as Hex,
        stake,
        permit: true,
      }),
    (hash) => {
      setSent(hash);
      onSent(hash);
    },
  );
  const { unlockSec } = params.durations.chain;
  const wait = formatDuration(unlockSec, locale, "long");
  return (
    <div className="flex max-w-prose flex-col gap-8">
      <NodeSection registration={registration} />
      <section className="flex flex-col gap-3">
        <h2 className="text-base">{t("stake")}</h2>
        <Facts>
          <Fact label={t("alone")} value={<Amount value={stake} />} />
          <Fact label={t("rewards")} value={<Address value={registration.operator} />} />
          <Cost registration={registration} params={params} />
        </Facts>
      </section>
      <section className="flex flex-col gap-3">
        <h2 className="text-base">{t("confirm")}</h2>
        <Checks checks={checks} />
        <p className="text-base">{t.rich("sentence", { stake: <Amount value={stake} />, wait })}</p>
        <div>
          <Button
            variant="primary"
            disabled={!areAllOk(checks) || isWrongChain || sent !== undefined}
            busy={write.isPending}
            onClick={() => write.mutate(undefined)}
          >
            {t("sign")}
          </Button>
        </div>
        {write.isPending && <p className="text-muted">{t("signing")}</p>}
        <WriteError error={write.error} />
      </section>
    </div>
  );
}

function NodeSection({ registration }: { readonly registration: StoredRegistration }) {
  const t = useT(messages);
  return (
    <section className="flex flex-col gap-3">
      <h2 className="text-base">{t("node")}</h2>
      <Facts>
        <Fact label={t("ed25519")} value={<Key value={registration.ed25519Pubkey} thing={t("ed25519")} />} />
        <Fact label={t("operator")} value={<Address value={registration.operator} />} />
      </Facts>
    </section>
  );
}

function Cost({ registration, params }: Omit<WizardProps, "onSent">) {
  const t = useT(messages);
  const { openL2 } = usePortal();
  const sesh = params.contracts.sesh as Hex;
  const cost = useQuery({
    queryKey: ["registrationCost", registration.ed25519Pubkey, registration.operator, sesh],
    queryFn: async () =>
      estimateRegistration(await openL2(), { registration: preparedRegistrationSchema.parse(registration), sesh }),
    refetchInterval: 15_000,
    retry: false,
  });
  const value =
    cost.data === undefined ? t("costUnknown") : <Amount value={cost.data} unit="ETH" decimals={18} maxDecimals={6} />;
  return <Fact label={t("cost")} value={value} />;
}

function useChecks(registration: StoredRegistration, params: ParamsResponse) {
  const { address } = useWallet();
  const balances = useBalances(address, params.contracts.sesh as Hex);
  const nodes = useAnswer("listNodes", { search: registration.ed25519Pubkey, state: "all" }, { topics: ["network"] });
  const nowSec = Math.floor(useNow() / 1_000);
  return checkRegistrationFacts({
    registration,
    params,
    account: address,
    seshBalance: balances.data?.sesh,
    ethBalance: balances.data?.eth,
    nodes: nodes.data?.items ?? [],
    nowSec,
  });
}
