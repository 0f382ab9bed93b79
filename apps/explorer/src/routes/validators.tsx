import { createNodeClient } from "@session/sdk";
import { defineMessages, Fact, Facts, Key, Link, Table, useT } from "@session/ui";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useExplorer } from "../app/explorer.ts";
import { PageHead } from "../app/PageHead.tsx";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { NodeLink } from "../parts/NodeLink.tsx";

const messages = defineMessages("explorer.validatorsPage", {
  title: "Validators of block {height}",
  newest: "Validators",
  why: "The nodes that vote on this block. A node answers this itself, past the indexer; nodes keep the sets of the newest blocks only.",
  caption: "Validators",
  node: "Node",
  bls: "BLS key",
  count: "Validators",
  quorum: "Votes that decide",
  height: "Block",
});
const route = getRouteApi("/validators/$height");

export function NewestValidatorsPage() {
  const t = useT(messages);
  const network = useAnswer("getNetwork", {}, { topics: ["network"] });
  return <Answered query={network}>{({ asOf }) => <Validators height={asOf.height} title={t("newest")} />}</Answered>;
}

export function ValidatorsPage() {
  const t = useT(messages);
  const { height } = route.useParams();
  return <Validators height={Number(height)} title={t("title", { height })} />;
}

/** ⌊2n/3⌋ + 1: docs/protocol/blocks.md#quorum. */
const quorumOf = (n: number) => Math.floor((2 * n) / 3) + 1;

function Validators({ height, title }: { readonly height: number; readonly title: string }) {
  const t = useT(messages);
  const { config } = useExplorer();
  const params = useAnswer("getParams", {}, { isOn: config.nodeApis.length === 0 });
  const [url] = config.nodeApis.length > 0 ? config.nodeApis : (params.data?.nodeApis ?? []);
  const validators = useQuery({
    queryKey: ["node", "validators", url, height],
    queryFn: () =>
      createNodeClient({ url: url ?? "", fetch: (...input) => globalThis.fetch(...input) }).getValidators(height),
    enabled: url !== undefined && Number.isSafeInteger(height),
    placeholderData: (last) => last,
  });
  return (
    <>
      <PageHead title={title} json={url === undefined ? undefined : `${url}/v1/validators/${height}`}>
        {t("why")}
      </PageHead>
      <Answered query={validators} lines={8}>
        {(data) => (
          <>
            <Facts>
              <Fact label={t("height")} value={<Link href={`/blocks/${data.height}`}>{String(data.height)}</Link>} />
              <Fact label={t("count")} value={String(data.validators.length)} />
              <Fact label={t("quorum")} value={String(quorumOf(data.validators.length))} />
            </Facts>
            <Table
              caption={t("caption")}
              hideCaption
              csvName={`validators-${data.height}`}
              rows={data.validators}
              rowKey={({ id }) => String(id)}
              columns={[
                { id: "node", header: t("node"), cell: ({ id }) => <NodeLink id={id} />, csv: ({ id }) => id },
                { id: "bls", header: t("bls"), cell: ({ bls }) => <Key value={bls} />, csv: ({ bls }) => bls },
              ]}
            />
          </>
        )}
      </Answered>
    </>
  );
}
