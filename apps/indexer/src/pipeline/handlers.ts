import type { L2Log, L2Step } from "@session/l2";
import type { Abi } from "viem";
import type { EventArgs, EventName } from "../decode/compileEvents.ts";
import type { Views } from "./unitOfWork.ts";

/** The log an event came as. */
export type EventPlace = {
  readonly log: L2Log;
  /** Unix seconds. */
  readonly time: bigint;
};

/** How a view follows one event. Synchronous, and from the event and the views alone. */
export type Handler<Args> = {
  /** Asks for the rows `apply` reads or changes, before the batch is applied. */
  readonly needs?: (args: Args, views: Views, place: EventPlace) => void;
  /** @throws ViewError VALUE_OUT_OF_RANGE, ROW_MISSING before any change: the event is left out of the view then */
  readonly apply: (args: Args, views: Views, place: EventPlace) => void;
};

/** Handlers of a contract's events by their names. */
export type Handlers<A extends Abi> = { readonly [Name in EventName<A>]?: Handler<EventArgs<A, Name>> };

/** How a view follows the steps themselves. */
export type StepHandler = {
  readonly needs: (step: L2Step, views: Views) => void;
  readonly apply: (step: L2Step, views: Views) => void;
};
