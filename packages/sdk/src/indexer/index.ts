export * from "./common.ts";
export { defineRoute, type Route, type RouteAnswer, type RouteInput, type RouteRequest } from "./route.ts";
