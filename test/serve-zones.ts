import { decodeMessage, type Message } from "../dns/message.ts";
import { type Name, printName } from "../dns/name.ts";
import type { Zone } from "../dns/zone.ts";
import { printRecord } from "../dns/zone-file/print.ts";
import { makeIdentity } from "../server/answer/identity.ts";
import { makeResponder } from "../server/answer/respond.ts";
import { exchange, queryOf, tablesOf } from "./serve-text.ts";

/** What our server answers over TCP to a question of class IN. */
export type AskForMessage = (name: Name, type: number, dnssec: boolean) => Message;

/** Our server over these zones, in this process. */
export function serveZones(zones: readonly Zone[]): AskForMessage {
  const texts = zones.map(({ origin, records }) => [printName(origin), records.map(printRecord).join("\n")]);
  const respond = makeResponder(tablesOf(Object.fromEntries(texts)), makeIdentity("server-1", "version-1"));
  return (name, type, dnssec) => {
    const query = queryOf(`${printName(name)} TYPE${type}`, { do: dnssec });
    const message = decodeMessage(exchange(respond, query, true)!);
    if ("fault" in message) throw new Error(message.fault);
    return message;
  };
}
