import { decodeMessage, type Message } from "../../dns/message.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import { answer } from "../../server/answer/answer.ts";
import { makeCounters } from "../../server/answer/counters.ts";
import { makeIdentity } from "../../server/answer/identity.ts";
import { makeResponder, type Respond } from "../../server/answer/respond.ts";
import type { Transfers } from "../../server/answer/transfers.ts";
import { clientAt } from "../../server/query/client.ts";
import type { Tables } from "../../server/tables/tables.ts";
import { allowClients } from "../../server/transfer/allowed-clients.ts";
import { makeTransfers } from "../../server/transfer/make-transfers.ts";
import { queryOf } from "../serve-text.ts";

/** One that `giveTransfers` allows. */
export const SECONDARY = clientAt("192.0.2.53", 5353);

/** A thread's part in transfers, with which 192.0.2.0/24 may have zones; its counters are given back. */
export function giveTransfers() {
  const counters = makeCounters(1)[0]!;
  const state = { now: 0, oldTablesLeft: 0 };
  const transfers = makeTransfers({
    allowed: allowClients([], [{ network: "192.0.2.0", prefix: 24 }]),
    ...{ counters, now: () => state.now },
    onOldTablesLeft: () => {
      state.oldTablesLeft += 1;
    },
  });
  return { transfers, counters, state };
}

/** The responder of these tables, with transfers. */
export function respondFrom(
  tables: Tables,
  transfers: (tables: Tables) => Transfers = giveTransfers().transfers,
): Respond {
  return makeResponder(tables, makeIdentity("server-1", "version-1"), { transfers: transfers(tables) });
}

/** All messages of an answer over TCP, as octets. */
export function takeMessages(respond: Respond, packet: Uint8Array, client = SECONDARY): Buffer[] {
  const out = new Uint8Array(65535);
  const messages: Buffer[] = [];
  let length = respond(packet, packet.length, out, 65535, client);
  const { rest } = answer;
  answer.rest = undefined;
  for (; length > 0; length = rest?.next(out) ?? 0) messages.push(Buffer.from(out.subarray(0, length)));
  rest?.close();
  if (length < 0) throw new Error("The transfer was cut");
  return messages;
}

/** The records of all messages, in lines. */
export function recordsOf(messages: readonly Uint8Array[]): string[] {
  return messages.flatMap((octets) => read(octets).answer.map(printRecord));
}

/** A query for IXFR from this serial (RFC 1995 §3). */
export function ixfrQuery(zone: string, serial: number): Buffer {
  const query = queryOf(`${zone} IXFR`);
  query[9] = 1; // NSCOUNT
  const rdata = Buffer.alloc(22);
  rdata.writeUInt32BE(serial, 2);
  return Buffer.concat([
    query,
    Buffer.from("c00c 0006 0001 00000000 0016".replaceAll(" ", ""), "hex"),
    rdata,
  ]);
}

function read(octets: Uint8Array): Message {
  const message = decodeMessage(octets);
  if ("fault" in message) throw new Error(message.fault);
  return message;
}
