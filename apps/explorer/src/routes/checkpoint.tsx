import type { IndexedCheckpoint } from "@session/sdk/indexer-api";
import { defineMessages, Fact, Facts, Key, Link, Pill, Time, useT } from "@session/ui";
import { getRouteApi, Navigate, useNavigate } from "@tanstack/react-router";
import { PageHead } from "../app/PageHead.tsx";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { ClaimPanel } from "../features/checkpoint/ClaimPanel.tsx";
import { VerifyPanel } from "../features/checkpoint/VerifyPanel.tsx";
import { Section } from "../parts/Section.tsx";
import { SignerGrid } from "../parts/SignerGrid.tsx";

const messages = defineMessages("explorer.checkpointPage", {
  title: "Checkpoint {height}",
  newest: "Newest checkpoint",
  signed: "Signed",
  signedOf: "{signed, number} of {nodes, number}",
  unsigned: "too few so far",
  time: "Time",
  block: "Block",
  l2: "On the L2",
  l2None: "not posted",
  l2Revoked: "revoked",
  who: "Who signed",
  grid: "Signatures of checkpoint {height}",
  what: "What was signed",
  digest: "Digest",
  formula: "EIP-712 (height {height}, time {time}, block hash, claims root)",
  blockHash: "Block hash",
  claimsRoot: "Claims root",
  setVersion: "Version of the set",
});
const route = getRouteApi("/checkpoints/$height");

export function CheckpointPage() {
  const t = useT(messages);
  const { height } = route.useParams();
  const search = route.useSearch();
  const isNewest = height === "latest";
  // A certificate grows while late signatures come in.
  const checkpoint = useAnswer("getCheckpoint", { height }, { topics: ["network"] });
  return (
    <>
      <PageHead title={isNewest ? t("newest") : t("title", { height })} json={`/v1/checkpoints/${height}`} />
      <Answered query={checkpoint} lines={10}>
        {(data) =>
          // The newest one is another one in a moment: what is read, verified and shared stays one.
          isNewest ? (
            <Navigate to="/checkpoints/$height" params={{ height: String(data.height) }} search={search} replace />
          ) : (
            <Content checkpoint={data} />
          )
        }
      </Answered>
    </>
  );
}

function Content({ checkpoint }: { readonly checkpoint: IndexedCheckpoint }) {
  const t = useT(messages);
  const { claim = "" } = route.useSearch();
  const navigate = useNavigate({ from: "/checkpoints/$height" });
  const { height, certificate } = checkpoint;
  return (
    <>
      <CheckpointFacts checkpoint={checkpoint} />
      {certificate !== null && (
        <Section title={t("who")}>
          <SignerGrid label={t("grid", { height })} signers={certificate} />
        </Section>
      )}
      <Signed checkpoint={checkpoint} />
      <VerifyPanel key={`verify-${height}`} checkpoint={checkpoint} />
      <ClaimPanel
        height={height}
        subject={claim}
        onSubject={(subject) => void navigate({ search: { claim: subject }, replace: true, resetScroll: false })}
      />
    </>
  );
}

function CheckpointFacts({ checkpoint }: { readonly checkpoint: IndexedCheckpoint }) {
  const t = useT(messages);
  const { height, time, certificate, l2 } = checkpoint;
  const signed = certificate?.signed.length ?? 0;
  return (
    <Facts>
      <Fact
        size="lg"
        label={t("signed")}
        value={
          certificate === null ? t("unsigned") : t("signedOf", { signed, nodes: signed + certificate.absent.length })
        }
      />
      <Fact label={t("block")} value={<Link href={`/blocks/${height}`}>{String(height)}</Link>} />
      <Fact label={t("time")} value={<Time at={time} />} />
      <Fact
        label={t("l2")}
        value={
          l2 === null ? (
            t("l2None")
          ) : (
            <span className="flex flex-wrap items-center gap-x-3">
              <Key value={l2.txHash} href={`/tx/${l2.txHash}`} />
              {l2.revoked && <Pill shape="cross" tone="danger" word={t("l2Revoked")} />}
            </span>
          )
        }
      />
    </Facts>
  );
}

function Signed({ checkpoint }: { readonly checkpoint: IndexedCheckpoint }) {
  const t = useT(messages);
  const { height, time, digest, blockHash, claimsRoot, certificate } = checkpoint;
  const rows = [
    ["digest", digest],
    ["blockHash", blockHash],
    ["claimsRoot", claimsRoot],
  ] as const;
  return (
    <Section title={t("what")}>
      <dl className="grid grid-cols-1 gap-x-6 gap-y-2 lg:grid-cols-[10rem_1fr]">
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{t(name)}</dt>
            <dd className="flex flex-col">
              <Key value={value} full thing={t(name)} />
              {name === "digest" && (
                <span className="text-xs text-muted">
                  = {t("formula", { height: String(height), time: String(time) })}
                </span>
              )}
            </dd>
          </div>
        ))}
        {certificate !== null && (
          <div className="contents">
            <dt className="text-muted">{t("setVersion")}</dt>
            <dd>{certificate.setVersion}</dd>
          </div>
        )}
      </dl>
    </Section>
  );
}
