export { default } from "../../tools/vitest.jsdom.config.ts";
