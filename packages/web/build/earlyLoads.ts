import type { Plugin } from "vite";

/** Loaded by `main.tsx` as soon as it runs: the browser hears of it with the page instead, and of the text's font. */
export const EARLY_MODULE = "src/app/providers.tsx";
const EARLY_FONT = /\/inter-latin-wght-normal[^/]*\.woff2$/;

/** Everything the first draw needs is asked for at once, not one after the other. */
export function earlyLoads(): Plugin {
  return {
    name: "early-loads",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: (html, { bundle = {} }) => {
        const files = Object.values(bundle);
        const early = files.find((file) => file.type === "chunk" && file.facadeModuleId?.endsWith(EARLY_MODULE));
        const modules = early?.type === "chunk" ? [early.fileName, ...early.imports] : [];
        const fonts = files.map(({ fileName }) => fileName).filter((name) => EARLY_FONT.test(name));
        if (modules.length === 0 || fonts.length !== 1)
          throw new Error("what loads early has moved: look at packages/web/build/earlyLoads.ts");
        return [
          ...fonts.map((name) => toPreload({ rel: "preload", as: "font", type: "font/woff2", href: `/${name}` })),
          ...modules
            .filter((name) => !html.includes(name))
            .map((name) => toPreload({ rel: "modulepreload", href: `/${name}` })),
        ];
      },
    },
  };
}

const toPreload = (attrs: Readonly<Record<string, string>>) => ({
  tag: "link",
  attrs: { ...attrs, crossorigin: true },
  injectTo: "head" as const,
});
