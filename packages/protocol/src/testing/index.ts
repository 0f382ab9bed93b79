export * from "./chainBuilder.ts";
export * from "./nodeKeys.ts";
