// The look in values. `styles.css` states the same values for Tailwind; `tokens.test.ts` keeps the two and WCAG in step.

/** Colour of a theme, `#rrggbb` or `#rrggbbaa` over the ground it stands on. */
export type ThemeColors = Readonly<Record<ColorName, string>>;
export type ColorName =
  /** Page, panels above it, hairlines (decoration only), edges of controls (3:1). */
  | "ground"
  | "raised"
  | "line"
  | "edge"
  /** Foreground at 92 %, 64 % and 44 %; the last is for shapes and large type, never for text to read. */
  | "text"
  | "muted"
  | "faint"
  | "accent"
  | "accent-hover"
  | "on-accent"
  /** For states only. */
  | "warn"
  | "danger"
  | "danger-hover"
  | "on-danger"
  | "info";

export const dark: ThemeColors = {
  ground: "#0b0f0d",
  raised: "#121815",
  line: "#233029",
  edge: "#66756c",
  text: "#ffffffeb",
  muted: "#ffffffa3",
  faint: "#ffffff70",
  accent: "#00d977",
  "accent-hover": "#33e694",
  "on-accent": "#04150c",
  warn: "#f5b83d",
  danger: "#ff7a73",
  "danger-hover": "#ff9791",
  "on-danger": "#210504",
  info: "#6cb6ff",
};

export const light: ThemeColors = {
  ground: "#fafbf9",
  raised: "#ffffff",
  line: "#dfe5e0",
  edge: "#7d8881",
  text: "#000000eb",
  muted: "#000000a3",
  faint: "#00000070",
  accent: "#00794a",
  "accent-hover": "#00623c",
  "on-accent": "#ffffff",
  warn: "#8a5a00",
  danger: "#c0262d",
  "danger-hover": "#a11b22",
  "on-danger": "#ffffff",
  info: "#1a63c4",
};

/** Sizes of type in px at the browser's default of 16, with line heights in px. */
export const typeSizes = {
  xs: [12, 16],
  sm: [14, 20],
  base: [16, 24],
  lg: [20, 28],
  xl: [28, 36],
  "2xl": [40, 48],
} as const;

export const fontWeights = { normal: 400, medium: 550, bold: 650 } as const;

/** Unit of space, radius and breakpoints in px; one column under `md`, a grid of 12 at `lg`. */
export const layout = { spacing: 4, radius: 6, md: 720, lg: 1200 } as const;

/** Durations in ms. */
export const motion = { fast: 120, slow: 180 } as const;

/** A colour on a ground, and the contrast WCAG 2.2 asks of it: 4.5 for text, 3 for large type, shapes and edges. */
export type ColorPair = readonly [front: ColorName, back: ColorName, atLeast: 4.5 | 3];

const grounds = ["ground", "raised"] as const;
const onBoth = (names: readonly ColorName[], atLeast: 4.5 | 3): ColorPair[] =>
  names.flatMap((name) => grounds.map((ground): ColorPair => [name, ground, atLeast]));

/** Every pair the components use. `line` is decoration and isn't among them. */
export const colorPairs: readonly ColorPair[] = [
  ...onBoth(["text", "muted", "accent", "accent-hover", "warn", "danger", "danger-hover", "info"], 4.5),
  ...onBoth(["faint", "edge"], 3),
  ["on-accent", "accent", 4.5],
  ["on-accent", "accent-hover", 4.5],
  ["on-danger", "danger", 4.5],
  ["on-danger", "danger-hover", 4.5],
  ["text", "line", 4.5],
];
