import { Address, Banner, Button, defineMessages, Link, Pill, Select, shortenHex, useT } from "@session/ui";
import type { Hex } from "viem";
import { useActing } from "./acting.tsx";

const messages = defineMessages("portal.acting", {
  label: "Who acts",
  wallet: "My wallet itself",
  vesting: "Vesting {address}",
  revoked: "Vesting {address} (revoked)",
  checking: "Vesting {address}: being looked up",
  lostShort: "A vesting contract acts no more",
  lost: "A vesting contract doesn't act for you any more",
  lostWhy: "{vesting} was handed on or revoked. Your wallet itself acts now.",
  understood: "Understood",
});

/** Who acts, and the way to another; only where there is a choice. */
export function ActingPicker() {
  const t = useT(messages);
  const { signer, account, candidates, pending, lost, choose } = useActing();
  if (signer === undefined) return null;
  // Wherever the reader is, it has to be seen that another acts than was chosen.
  const warning = lost !== undefined && (
    <Link href="/vesting">
      <Pill shape="fullTriangle" tone="warn" word={t("lostShort")} />
    </Link>
  );
  if (candidates.length === 0 && pending === undefined) return warning || null;
  const options = candidates.map(({ address, revokedAt }) => ({
    value: address as Hex,
    label: t(revokedAt === null ? "vesting" : "revoked", { address: shortenHex(address) }),
  }));
  const checking =
    pending === undefined ? [] : [{ value: pending, label: t("checking", { address: shortenHex(pending) }) }];
  return (
    <div className="flex w-full flex-wrap items-center gap-2 md:w-auto">
      {warning}
      <Select<Hex>
        label={t("label")}
        hideLabel
        size="sm"
        value={pending ?? account ?? signer}
        onChange={choose}
        options={[{ value: signer, label: t("wallet") }, ...options, ...checking]}
      />
    </div>
  );
}

/** Tells of a vesting contract that was chosen and acts no more. */
export function ActingLost() {
  const t = useT(messages);
  const { lost, signer, choose } = useActing();
  if (lost === undefined || signer === undefined) return null;
  return (
    <Banner
      tone="warn"
      title={t("lost")}
      action={
        <Button size="sm" onClick={() => choose(signer)}>
          {t("understood")}
        </Button>
      }
    >
      {t.rich("lostWhy", { vesting: <Address value={lost} /> })}
    </Banner>
  );
}
