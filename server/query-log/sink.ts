import type { Counters } from "../answer/counters.ts";
import type { Logged } from "./logged.ts";

/** Where what is logged goes. */
export interface Sink {
  /** Takes a packet, or counts that it could not. It copies what it needs and waits for nobody. */
  readonly take: (logged: Logged) => void;
  /** Sends what it holds. */
  readonly flush: () => void;
  /** Sends the rest and closes; resolves within bounded time. */
  readonly end: () => Promise<void>;
}

/** What a sink is given. */
export interface SinkWorld {
  /** See LOG_WRITTEN and those after it. */
  readonly counters: Counters;
  /** A line for the log, and one about something that is wrong. */
  readonly say: (text: string) => void;
  readonly complain: (text: string) => void;
}
