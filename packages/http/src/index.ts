export type { Route } from "@session/sdk/indexer-api";
export { createHttpApp, type HttpAppOptions } from "./app.ts";
export { keepFor } from "./cache.ts";
export { implement, type RouteContext } from "./implement.ts";
export { cursorPage, decodeCursor, encodeCursor, takePage } from "./page.ts";
export { hexBytes, integer, pageLimit } from "./parameters.ts";
export { invalidParameter, notFound, type ProblemDetail, ProblemError } from "./problem.ts";
export { type EventStream, EventStreams, type EventStreamsOptions, type ServerEvent } from "./streams.ts";
export type { HttpLogger, TypedApp } from "./typedApp.ts";
