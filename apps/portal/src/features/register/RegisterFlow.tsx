import { SdkError } from "@session/sdk";
import type { ParamsResponse, StoredRegistration } from "@session/sdk/indexer-api";
import { Banner, defineMessages, EmptyState, useT } from "@session/ui";
import { useEffect, useState } from "react";
import type { Hex } from "viem";
import { useIsOn } from "../../app/portal.ts";
import { Answered } from "../../data/Answered.tsx";
import { useAnswer } from "../../data/useAnswer.ts";
import { isSameAddress } from "../../staking/readAddress.ts";
import { toTermsRules } from "../../staking/terms.ts";
import { useChainNow } from "../../staking/useChainNow.ts";
import { useDecimalSign } from "../../staking/useDecimalSign.ts";
import { isSettled } from "../../transactions/model.ts";
import { useActing } from "../../wallet/acting.tsx";
import { dropDraft, keepDraft, readDraft } from "./draft.ts";
import { checkRegistrationFacts, findNode, findPool, isUnderWay } from "./model.ts";
import { OpenPool } from "./OpenPool.tsx";
import { Registered } from "./Registered.tsx";
import { SignAlone } from "./SignAlone.tsx";
import { SignPool } from "./SignPool.tsx";
import { useKeysProof } from "./useKeysProof.ts";
import { Wizard } from "./Wizard.tsx";

const messages = defineMessages("portal.registerFlow", {
  off: "Registering is switched off on this site for now",
  none: "This node hasn't been prepared",
  noneWhy: "Run session-node register with your address on the node; then open this page again.",
  underWay: "Your transaction is on its way: what comes next shows here when it is mined",
});

export type RegisterFlowProps = {
  readonly ed25519: string;
  readonly params: ParamsResponse;
  /** The transaction the page's address names. */
  readonly tx: Hex | undefined;
  readonly onSent: (hash: Hex) => void;
};

/** What is to be done next for a node, by what the chain says: register it, bring one's stake to its pool, or nothing. */
export function RegisterFlow({ ed25519, params, tx, onSent }: RegisterFlowProps) {
  const t = useT(messages);
  const isOn = useIsOn("register");
  const { account } = useActing();
  const nodes = useAnswer("listNodes", { search: ed25519, state: "all" }, { topics: ["network"] });
  const pools = useOwnPools(account);
  const sent = useAnswer(
    "getTransactionProgress",
    { hash: tx ?? "0x" },
    { isOn: tx !== undefined, topics: ["network"], isLast: isSettled },
  );
  const [made, setMade] = useState(() => readDraft(localStorage, ed25519)?.pool);
  const node = findNode(nodes.data?.items ?? [], ed25519);
  const pool = findPool(pools.data?.items ?? [], ed25519)?.address ?? made;
  useEffect(() => {
    if (node !== undefined) dropDraft(localStorage, ed25519);
  }, [node, ed25519]);
  if (node !== undefined) return <Registered node={node} />;
  if (pool !== undefined && account !== undefined) return <OpenPool {...{ ed25519, pool, params, account, onSent }} />;
  // Nobody knows whether there is a pool already: making another would be wrong.
  if (account !== undefined && pools.data === undefined) return <Answered query={pools}>{() => null}</Answered>;
  if (!isOn) return <Banner tone="warn" title={t("off")} />;
  const isWaiting = isUnderWay(sent.data);
  const keepPool = (address: Hex) => {
    const draft = readDraft(localStorage, ed25519);
    if (draft !== undefined) keepDraft(localStorage, ed25519, { ...draft, pool: address });
    setMade(address);
  };
  return (
    <>
      {isWaiting && <Banner tone="info" title={t("underWay")} />}
      {/* Hidden and not gone: it hears of what it has sent. */}
      <div hidden={isWaiting}>
        <Prepared {...{ ed25519, params, onSent }} onMade={keepPool} />
      </div>
    </>
  );
}

function useOwnPools(operator: Hex | undefined) {
  const input = { operator: operator ?? ("0x" as Hex), state: "all", sort: "deployed", limit: 200 } as const;
  return useAnswer("listPools", input as never, { isOn: operator !== undefined, topics: ["network", "events"] });
}

type PreparedProps = Omit<RegisterFlowProps, "tx"> & { readonly onMade: (pool: Hex) => void };

function Prepared({ ed25519, ...rest }: PreparedProps) {
  const t = useT(messages);
  const { account } = useActing();
  const registrations = useAnswer("getRegistration", { ed25519: ed25519 as Hex });
  const none = <EmptyState title={t("none")}>{t("noneWhy")}</EmptyState>;
  if (isNotFound(registrations.error)) return none;
  return (
    <Answered query={registrations}>
      {({ items }) => {
        const own = items.find(({ operator }) => isSameAddress(operator, account)) ?? items[0];
        if (own === undefined) return none;
        return <WizardOf key={own.operator} registration={own} ed25519={ed25519} {...rest} />;
      }}
    </Answered>
  );
}

const isNotFound = (error: Error | null) =>
  error instanceof SdkError && error.detail.code === "API_PROBLEM" && error.detail.status === 404;

function WizardOf(props: PreparedProps & { readonly registration: StoredRegistration }) {
  const { ed25519, registration, params, onSent, onMade } = props;
  const { account, vesting } = useActing();
  const decimalSign = useDecimalSign();
  const domain = { chainId: BigInt(params.chainId), contract: params.contracts.serviceNodeRewards as Hex };
  const proof = useKeysProof(registration, domain);
  const nodes = useAnswer("listNodes", { search: ed25519, state: "all" }, { topics: ["network"] });
  const checks = checkRegistrationFacts({
    ...{ registration, account, nodes: nodes.data?.items },
    areKeysProved: proof === undefined ? undefined : proof === null,
    nowSec: Math.floor(useChainNow()),
  });
  return (
    <Wizard
      {...{ registration, params, checks }}
      rules={toTermsRules(params, registration.operator as Hex, decimalSign)}
      vesting={vesting?.address}
      sign={({ terms, ...choice }) =>
        terms === undefined ? (
          <SignAlone {...{ registration, params, onSent }} choice={{ ...choice, terms }} />
        ) : (
          <SignPool {...{ registration, params, onSent, onMade }} choice={{ ...choice, terms }} />
        )
      }
    />
  );
}
