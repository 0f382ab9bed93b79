import { Address, Amount, Chart, defineMessages, Fact, Facts, useT } from "@session/ui";
import { Answered } from "../../data/Answered.tsx";
import { useAnswer } from "../../data/useAnswer.ts";
import { dayStart } from "./model.ts";

const messages = defineMessages("explorer.nodeRewards", {
  lifetime: "Earned in all",
  byDay: "Earned by day",
  unit: "SESH",
  earned: "earned",
  to: "To {address}",
});

/** What the node has earned, to whom, and by day. */
export function NodeRewards({ id }: { readonly id: number }) {
  const t = useT(messages);
  const rewards = useAnswer("getNodeRewards", { id }, { topics: [`node:${id}`, "network"] });
  return (
    <Answered query={rewards} lines={6}>
      {({ lifetime, byAddress, items }) => (
        <>
          <Facts>
            <Fact label={t("lifetime")} value={<Amount value={BigInt(lifetime)} />} />
            {byAddress.map(({ address, amount }) => (
              <Fact
                key={address}
                label={
                  <span>
                    {t.rich("to", { address: <Address value={address} href={`/address/${address}`} copy={false} /> })}
                  </span>
                }
                value={<Amount value={BigInt(amount)} />}
              />
            ))}
          </Facts>
          <Chart
            title={t("byDay")}
            unit={t("unit")}
            csvName={`node-${id}-rewards`}
            points={items.map(({ day, amount }) => ({ at: dayStart(day), values: { earned: BigInt(amount) } }))}
            series={[{ id: "earned", label: t("earned"), kind: "bar" }]}
          />
        </>
      )}
    </Answered>
  );
}
