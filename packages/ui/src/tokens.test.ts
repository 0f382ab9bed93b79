import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type ColorName, colorPairs, dark, fontWeights, layout, light, motion, typeSizes } from "./tokens.ts";

const css = readFileSync(join(import.meta.dirname, "styles.css"), "utf8");
const themeVariables = new Map(
  [...css.matchAll(/^\s+--([\w-]+):\s*([^;]+);/gm)].map(([, name = "", value = ""]) => [name, value]),
);

type Rgb = readonly [number, number, number];
const channels = (hex: string) => (hex.slice(1).match(/../g) ?? []).map((part) => Number.parseInt(part, 16));

/** Puts a colour, maybe translucent, over an opaque one. */
function over(front: string, back: Rgb): Rgb {
  const [r = 0, g = 0, b = 0, a = 255] = channels(front);
  const mix = (top: number, under: number) => (top * a + under * (255 - a)) / 255;
  return [mix(r, back[0]), mix(g, back[1]), mix(b, back[2])];
}

// WCAG 2.2, "relative luminance" and "contrast ratio".
function luminance(color: Rgb): number {
  const [r = 0, g = 0, b = 0] = color.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(front: string, back: string): number {
  const ground = over(back, [0, 0, 0]);
  const [one, other] = [luminance(over(front, ground)), luminance(ground)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

it("the contrast is that of WCAG's own examples", () => {
  expect(contrast("#000000", "#ffffff")).toBe(21);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
  expect(contrast("#ffffff00", "#123456")).toBe(1);
});

it("every pair of colours has its contrast in both themes", () => {
  const low = Object.entries({ dark, light }).flatMap(([theme, colors]) =>
    colorPairs
      .map(([front, back, atLeast]) => ({
        pair: `${front} on ${back}`,
        ratio: contrast(colors[front], colors[back]),
        atLeast,
      }))
      .filter(({ ratio, atLeast }) => ratio < atLeast)
      .map(({ pair, ratio, atLeast }) => `${theme}: ${pair} ${ratio.toFixed(2)} < ${atLeast}`),
  );
  expect(low).toEqual([]);
});

it("every colour but decoration is in a pair", () => {
  const paired = new Set([...colorPairs.map(([front]) => front), ...colorPairs.map(([, back]) => back)]);
  const names = Object.keys(dark) as ColorName[];
  expect(names.filter((name) => !paired.has(name))).toEqual([]);
  expect(Object.keys(light)).toEqual(names);
});

it("styles.css states the colours of the tokens, and no others", () => {
  const stated = [...themeVariables].filter(([name]) => name.startsWith("color-") && !/transparent|current/.test(name));
  expect(Object.fromEntries(stated)).toEqual(
    Object.fromEntries(
      (Object.keys(dark) as ColorName[]).map((name) => [`color-${name}`, `light-dark(${light[name]}, ${dark[name]})`]),
    ),
  );
});

it("styles.css states type, space and motion of the tokens", () => {
  const rem = (px: number) => `${px / 16}rem`;
  for (const [name, [size, height]] of Object.entries(typeSizes)) {
    expect(themeVariables.get(`text-${name}`)).toBe(rem(size));
    expect(themeVariables.get(`text-${name}--line-height`)).toBe(rem(height));
  }
  for (const [name, weight] of Object.entries(fontWeights))
    expect(themeVariables.get(`font-weight-${name}`)).toBe(String(weight));
  expect(themeVariables.get("spacing")).toBe(rem(layout.spacing));
  expect(themeVariables.get("radius-md")).toBe(rem(layout.radius));
  expect(themeVariables.get("breakpoint-md")).toBe(rem(layout.md));
  expect(themeVariables.get("breakpoint-lg")).toBe(rem(layout.lg));
  expect(css).toContain(`--default-transition-duration: ${motion.fast}ms`);
  expect(css).toContain(`--animate-appear: appear ${motion.slow}ms`);
});
