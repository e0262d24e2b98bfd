import { randomInt } from "node:crypto";
import type { Tables } from "../tables/tables.ts";
import type { NotifyWorld } from "./notify-queue.ts";
import { openUdp } from "./open-udp.ts";
import { soaOf } from "./zone-soa.ts";

/** The real one. `tables` gives those that are served: zones are told of as they are when it is their turn. */
export function realNotifyWorld(
  tables: () => Tables,
  say: (text: string) => void,
  complain: (text: string) => void,
): NotifyWorld {
  return {
    soaOf: (origin) => soaOf(tables(), origin),
    open: openUdp,
    after: (milliseconds, call) => {
      const timer = setTimeout(call, milliseconds);
      return () => clearTimeout(timer);
    },
    now: Date.now,
    randomId: () => randomInt(0x10000),
    say,
    complain,
  };
}
