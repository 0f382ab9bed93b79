import type { IndexedBlock } from "@session/sdk/indexer-api";
import { Amount, defineMessages, Fact, Facts, Key, Link, Time, useT } from "@session/ui";
import { NodeLink } from "../../parts/NodeLink.tsx";

const messages = defineMessages("explorer.headerFacts", {
  height: "Height",
  time: "Time",
  proposer: "Proposer",
  round: "Round",
  version: "Version of the rules",
  l2: "L2 seen up to",
  rate: "Reward rate per 2 min",
  released: "Released by the pool",
  checkpoint: "Checkpoint",
  open: "who signed it",
  hash: "Hash",
  parentHash: "Parent",
  l2Hash: "L2 block hash",
  bodyRoot: "Body root",
  stateRoot: "State root",
  claimsRoot: "Claims root",
  reveal: "Proposer's reveal",
});

/** What the header says. */
export function HeaderFacts({ block }: { readonly block: IndexedBlock }) {
  const t = useT(messages);
  return (
    <>
      <Facts>
        <Fact label={t("time")} value={<Time at={block.time} />} />
        <Fact label={t("proposer")} value={<NodeLink id={block.proposer} />} />
        <Fact label={t("round")} value={String(block.round)} />
        <Fact label={t("version")} value={String(block.version)} />
        <Fact label={t("l2")} value={String(block.l2Number)} />
        <Fact label={t("rate")} value={<Amount value={BigInt(block.rewardRate)} />} />
        <Fact label={t("released")} value={<Amount value={BigInt(block.poolReleased)} />} />
        {block.checkpoint && (
          <Fact label={t("checkpoint")} value={<Link href={`/checkpoints/${block.height}`}>{t("open")}</Link>} />
        )}
      </Facts>
      <dl className="grid grid-cols-1 gap-x-6 gap-y-2 lg:grid-cols-[10rem_1fr]">
        <HashRow name={t("hash")} value={block.hash} />
        <HashRow name={t("parentHash")} value={block.parentHash} href={`/blocks/${block.height - 1}`} />
        <HashRow name={t("l2Hash")} value={block.l2Hash} />
        <HashRow name={t("bodyRoot")} value={block.bodyRoot} />
        <HashRow name={t("stateRoot")} value={block.stateRoot} />
        {block.checkpoint && <HashRow name={t("claimsRoot")} value={block.claimsRoot} />}
      </dl>
    </>
  );
}

function HashRow({ name, value, href }: { readonly name: string; readonly value: string; readonly href?: string }) {
  return (
    <div className="contents">
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0">
        <Key value={value} full thing={name} href={href} />
      </dd>
    </div>
  );
}
