import { preparedRegistrationSchema, register, vestingRegister, type Wallet } from "@session/sdk";
import type { ParamsResponse, StoredRegistration } from "@session/sdk/indexer-api";
import { Address, Amount, defineMessages, Fact, Facts, formatDuration, useLocale, useT } from "@session/ui";
import type { Hex } from "viem";
import { Sign } from "../../staking/Sign.tsx";
import { useCanPermit } from "../../staking/useCanPermit.ts";
import { useActing } from "../../wallet/acting.tsx";
import type { WizardChoice } from "./wizardForm.ts";

const messages = defineMessages("portal.signAlone", {
  amount: "Stake",
  rewards: "Rewards go to",
  from: "From",
  sentence:
    "Registering stakes {stake} from {account} for this node. The stake returns {wait} after you request the exit.",
  you: "your account",
  vesting: "your vesting contract",
  sign: "Register the node",
  permit: "Your wallet asks twice: first a permission for exactly this stake (free), then the registration.",
  approval: "Your wallet asks twice: first an approval of exactly this stake, then the registration. Each costs a fee.",
  once: "Your wallet asks once.",
});

export type SignAloneProps = {
  readonly registration: StoredRegistration;
  readonly params: ParamsResponse;
  readonly choice: WizardChoice;
  readonly onSent: (hash: Hex) => void;
};

/** Registers a node staked by its operator alone: the wallet's account or a vesting contract of it. */
export function SignAlone({ registration, params, choice, onSent }: SignAloneProps) {
  const t = useT(messages);
  const { locale } = useLocale();
  const { signer, vesting } = useActing();
  const sesh = params.contracts.sesh as Hex;
  const permit = useCanPermit(sesh, signer);
  const stake = BigInt(params.staking.requirement);
  const receiver = choice.beneficiary ?? signer;
  const act = (wallet: Wallet) => {
    const prepared = preparedRegistrationSchema.parse(registration);
    const own = choice.beneficiary === undefined ? {} : { beneficiary: choice.beneficiary };
    const parameters = { registration: prepared, stake, ...own };
    return vesting === null
      ? register(wallet, { ...parameters, sesh, permit })
      : vestingRegister(wallet, { ...parameters, vesting: vesting.address as Hex });
  };
  return (
    <Sign
      label={t("sign")}
      act={act}
      deps={["register", registration.ed25519Signature, stake, vesting?.address, choice.beneficiary, permit]}
      needs={{ sesh: stake, holder: registration.operator as Hex, pausable: "rewards", feature: "register" }}
      onSent={onSent}
    >
      <Facts>
        <Fact label={t("amount")} value={<Amount value={stake} />} />
        {vesting !== null && <Fact label={t("from")} value={<Address value={vesting.address} />} />}
        {receiver !== undefined && <Fact label={t("rewards")} value={<Address value={receiver} />} />}
      </Facts>
      <p className="text-base">
        {t.rich("sentence", {
          stake: <Amount value={stake} />,
          account: t(vesting === null ? "you" : "vesting"),
          wait: formatDuration(params.durations.chain.unlockSec, locale, "long"),
        })}
      </p>
      <p className="text-muted">{t(vesting !== null ? "once" : permit ? "permit" : "approval")}</p>
    </Sign>
  );
}
