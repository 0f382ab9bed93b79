import { BitGrid, type BitState, Key, Meter, Steps, Timeline } from "../src/index.ts";
import { Section } from "./Gallery.tsx";

const AT = 1_795_000_000;
const count = Number(new URLSearchParams(location.search).get("cells") ?? 2003);
const cells = Array.from(
  { length: count },
  (_, index): BitState => (index % 71 === 0 ? "absent" : index % 97 === 0 ? "notMember" : "signed"),
);

export function Progress() {
  return (
    <>
      <Section title="Steps and timeline">
        <div className="grid gap-8 lg:grid-cols-2">
          <Steps
            steps={[
              {
                id: "mined",
                title: "In an L2 block",
                state: "done",
                at: AT,
                detail: (
                  <Key
                    thing="transaction"
                    value="0x9f3aed2552908400098527886e0f7030069857d2e4169ee700000000deadbeef"
                    href="https://example.org"
                  />
                ),
              },
              {
                id: "seen",
                title: "Seen by the nodes",
                state: "running",
                detail: "12 of 20 have it; about 40 s more.",
              },
              { id: "block", title: "In an appchain block", state: "waiting" },
              { id: "final", title: "Final", state: "waiting" },
            ]}
          />
          <Timeline
            label="What happened to node 2004"
            entries={[
              { id: "3", at: AT, title: "Back in service after 22 min", tone: "good" },
              {
                id: "2",
                at: AT - 1320,
                title: "Decommissioned",
                detail: "Missed proof, 7 of 10 agreed.",
                shape: "halfDisc",
                tone: "warn",
              },
              { id: "1", at: AT - 300_000, title: "Registered", shape: "ring" },
            ]}
          />
        </div>
      </Section>
      <Section title="Meters">
        <div className="grid gap-6 md:grid-cols-3">
          <Meter label="Credit" value={31} max={48} text="31 h of 48" />
          <Meter label="Pool" value={18_750n} max={25_000n} text="18,750 of 25,000 SESH" tone="info" />
          <Meter label="Claim window" value={911_880n} max={1_000_000n} text="88,120 left" tone="warn" />
        </div>
      </Section>
      <Section title="Checkpoint">
        <BitGrid label="Signatures of checkpoint 12,345" cells={cells} nameOf={(index) => `node ${index + 1}`} />
      </Section>
    </>
  );
}
