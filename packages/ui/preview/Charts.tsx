import { Chart } from "../src/index.ts";
import { Section } from "./Gallery.tsx";

const points = Array.from({ length: 60 }, (_, day) => ({
  at: 1_790_000_000 + day * 86_400,
  values: {
    nodes: day === 20 ? null : 1900 + Math.round(40 * Math.sin(day / 6)) + day,
    active: 1880 + Math.round(38 * Math.sin(day / 6)) + day,
    rewards: 41_000_123_456_789n + BigInt(day) * 131_000_000_001n,
  },
}));

export function Charts() {
  return (
    <Section title="Charts">
      <div className="grid gap-8 lg:grid-cols-2">
        <Chart
          title="Nodes over time"
          unit="nodes"
          csvName="nodes"
          points={points}
          series={[
            { id: "nodes", label: "registered" },
            { id: "active", label: "active" },
          ]}
        />
        <Chart
          title="Rewards per day"
          unit="SESH"
          points={points}
          series={[{ id: "rewards", label: "rewards", kind: "bar" }]}
        />
      </div>
    </Section>
  );
}
