import type { Address } from "../address/address.ts";
import type { AskedBuffers } from "../answer/asked.ts";
import type { Counters } from "../answer/counters.ts";
import type { ZoneSlots } from "../answer/zone-slots.ts";
import type { LogPlan } from "../query-log/log-queries.ts";
import type { Settings } from "../settings/settings.ts";
import type { Place } from "../transport/listener.ts";

/** What a thread does for as long as it lives. */
export interface Task {
  readonly kind: "udp-batch" | "udp-portable" | "tcp";
  readonly places: readonly Place[];
  /**
   * What it answers from at first, see `openTables`. The thread takes it out: the task stays for as long as the thread
   * does, and tables must go when others come.
   */
  tables: SharedArrayBuffer | undefined;
  /** Where the answers of the zones in these tables are counted. */
  readonly slots: ZoneSlots;
  /** Counts the tables that have been served. */
  readonly generation: number;
  readonly settings: AnswerSettings;
  readonly counters: Counters;
  /** Whether and how it logs. */
  readonly log?: LogPlan | undefined;
  /** Where it counts what is asked for, with the tables that it serves at first. */
  readonly asked?: AskedBuffers | undefined;
  /** What all threads know of who was answered how often, see `makeLimitMemory`; undefined where nothing is limited. */
  readonly limitMemory: SharedArrayBuffer | undefined;
  /** For a thread that waits in a call and not for messages: a word that changes with every order, and one that is 1 before orders will come. */
  readonly bell: Int32Array<SharedArrayBuffer>;
}

/** Words of the bell. */
export const BELL_RUNG = 0;
export const BELL_HURRY = 1;

/** What a thread must know of the settings to answer. */
export type AnswerSettings = Pick<
  Settings,
  "server" | "version" | "tcp" | "cookies" | "tsigKeys" | "transfers" | "limits"
>;

/** What the main thread tells a thread. */
export type Order =
  | {
      readonly kind: "serve";
      readonly tables: SharedArrayBuffer;
      readonly slots: ZoneSlots;
      readonly generation: number;
      /** Where it counts what is asked for from then on. */
      readonly asked?: AskedBuffers | undefined;
    }
  /** Tell what V8 has compiled of the program. */
  | { readonly kind: "code" }
  | { readonly kind: "stop" };

/** What a thread tells the main thread. */
export type Message =
  /** It listens: the addresses have the ports that the system chose. */
  | { readonly kind: "listening"; readonly addresses: readonly Address[] }
  | { readonly kind: "refused"; readonly reason: string }
  /** It answers from these tables now. */
  | { readonly kind: "serving"; readonly generation: number }
  | { readonly kind: "code"; readonly code: Uint8Array }
  /** Something for the log that is wrong, and something that is not. */
  | { readonly kind: "complaint"; readonly text: string }
  | { readonly kind: "remark"; readonly text: string };
