/** Shapes of states: they tell states apart without colour. */
export const pillShapes = {
  disc: "●",
  halfDisc: "◐",
  ring: "○",
  dashedRing: "◌",
  dottedDisc: "◉",
  triangle: "△",
  fullTriangle: "▲",
  square: "□",
  dash: "–",
  cross: "✕",
  question: "?",
} as const;
export type PillShape = keyof typeof pillShapes;
export type Tone = "good" | "warn" | "danger" | "info" | "neutral";

export const toneText: Readonly<Record<Tone, string>> = {
  good: "text-accent",
  warn: "text-warn",
  danger: "text-danger",
  info: "text-info",
  neutral: "text-muted",
};

const PATHS: Readonly<Record<PillShape, { d: string; filled?: boolean; dashes?: string }>> = {
  disc: { d: "M6 1.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9Z", filled: true },
  halfDisc: { d: "M6 1.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9ZM6 2v8M4.5 2.5v7M3 3.6v4.8" },
  ring: { d: "M6 1.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9Z" },
  dashedRing: { d: "M6 1.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9Z", dashes: "2 1.6" },
  dottedDisc: { d: "M6 1.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9ZM6 5.2v1.6M5.2 6h1.6" },
  triangle: { d: "M6 1.8 10.8 10.2H1.2Z" },
  fullTriangle: { d: "M6 1.8 10.8 10.2H1.2Z", filled: true },
  square: { d: "M2 2h8v8H2Z" },
  dash: { d: "M2 6h8" },
  cross: { d: "M2.2 2.2l7.6 7.6M9.8 2.2 2.2 9.8" },
  question: { d: "M3.6 4A2.4 2.4 0 1 1 6.9 6.1C6.2 6.4 6 6.8 6 7.6M6 9.8v.9" },
};

/** The shape alone, in the colour of its tone; decoration beside a word. */
export function StateShape({ shape, tone }: { shape: PillShape; tone: Tone }) {
  const { d, filled = false, dashes } = PATHS[shape];
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 12 12"
      className={`size-3 shrink-0 ${toneText[tone]}`}
      fill={filled ? "currentColor" : "none"}
      stroke="currentColor"
      strokeWidth="1.5"
      strokeDasharray={dashes}
    >
      <path d={d} />
    </svg>
  );
}

export type PillProps = { shape: PillShape; tone: Tone; word: string; title?: string };

/** A state as shape and word, colour last. For nodes use `StatePill`. */
export function Pill({ shape, tone, word, title }: PillProps) {
  return (
    <span className="inline-flex items-center gap-1.5 md:whitespace-nowrap" title={title}>
      <StateShape shape={shape} tone={tone} />
      {word}
    </span>
  );
}
