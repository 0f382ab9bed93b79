import { type ReactNode, useState } from "react";
import {
  Amount,
  Banner,
  Button,
  Fact,
  Facts,
  Page,
  Pill,
  type ShownNodeState,
  Spark,
  StatePill,
  ThemeToggle,
  Tooltip,
} from "../src/index.ts";
import { Charts } from "./Charts.tsx";
import { Forms } from "./Forms.tsx";
import { Lists } from "./Lists.tsx";
import { Progress } from "./Progress.tsx";

const STATES: readonly ShownNodeState[] = [
  "pendingOnL2",
  "joining",
  "active",
  "decommissioned",
  "exitRequested",
  "unlocking",
  "exitable",
  "liquidatable",
  "locked",
  "exited",
  "liquidated",
  "rejected",
  "deregistered",
];

export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-4">
      <h2 className="text-lg">{title}</h2>
      {children}
    </section>
  );
}

function Overview() {
  return (
    <section className="flex flex-col gap-6">
      <h1 className="text-xl">Overview</h1>
      <Facts>
        <Fact size="lg" label="Height" value="12,345" ageSec={2} source="L2 block 98,120" />
        <Fact size="lg" label={<Tooltip text="What a node's stake earns in a year.">APR</Tooltip>} value="14.2 %" />
        <Fact size="lg" label="Nodes" value="1,996 / 2,003" />
        <Fact
          size="lg"
          label="Pool"
          value={<Amount value={62_900_123_456_789_123n} copy />}
          ageSec={720}
          staleAfterSec={60}
        />
        <Fact
          size="lg"
          label="Rewards"
          value={<Spark label="Rewards rose" values={[1, 2, 1.5, null, 3, 4, 3.5, 5]} />}
        />
      </Facts>
      <div className="flex flex-wrap gap-3">
        <Button variant="primary">Stake</Button>
        <Button>Run a node</Button>
        <Button variant="quiet">Quiet</Button>
        <Button variant="danger">Exit</Button>
        <Button variant="primary" busy>
          Claim
        </Button>
        <Button disabled>Disabled</Button>
        <Button size="sm">Small</Button>
      </div>
    </section>
  );
}

/** The page. */
export function Gallery() {
  const [shown, setShown] = useState(true);
  return (
    <Page
      brand="Session Network"
      nav={[
        { href: "#overview", label: "Overview", current: true },
        { href: "#stake", label: "Stake" },
        { href: "#stakes", label: "My stakes" },
        { href: "#register", label: "Register" },
        { href: "#rewards", label: "Rewards" },
      ]}
      actions={<ThemeToggle />}
      banner={
        shown && (
          <div className="pt-4">
            <Banner
              tone="warn"
              title="The indexer is 12 minutes behind."
              action={
                <Button size="sm" variant="quiet" onClick={() => setShown(false)}>
                  Hide
                </Button>
              }
            >
              Figures come straight from L2 until it has caught up.
            </Banner>
          </div>
        )
      }
      footer="Session Network · source"
    >
      <Overview />
      <Section title="States">
        <div className="grid grid-cols-[repeat(auto-fill,minmax(12rem,1fr))] gap-2">
          {STATES.map((state) => (
            <StatePill key={state} state={state} />
          ))}
          <Pill shape="square" tone="info" word="open pool" />
        </div>
      </Section>
      <Progress />
      <Forms />
      <Lists />
      <Charts />
    </Page>
  );
}
