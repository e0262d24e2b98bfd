import { CLASS_IN } from "../../dns/classes.ts";
import { FORMERR, NOTAUTH, NOTIMP, REFUSED, SERVFAIL } from "../../dns/message-rcode.ts";
import { compareSerials } from "../../dns/serial.ts";
import { AXFR } from "../../dns/type-numbers.ts";
import {
  answer,
  INVALID_DATA,
  NOT_AUTHORITATIVE,
  NOT_READY,
  NOT_SUPPORTED,
  PROHIBITED,
} from "../answer/answer.ts";
import {
  AXFR_CUT,
  AXFR_SENT,
  type Counters,
  IXFR_CUT,
  IXFR_SENT,
  IXFR_SENT_SOA,
  IXFR_SENT_WHOLE,
  TRANSFERS_CROWDED,
  TRANSFERS_OPEN,
  TRANSFERS_REFUSED,
} from "../answer/counters.ts";
import { isStream } from "../answer/frame.ts";
import { findPlace } from "../answer/lookup.ts";
import type { RequestKey, Transfers } from "../answer/transfers.ts";
import type { Client } from "../query/client.ts";
import { query } from "../query/question.ts";
import { journalOf } from "../tables/journals.ts";
import { IS_APEX, IS_BROKEN, NODE_INFO, NODE_ZONE, ROW, type Tables } from "../tables/tables.ts";
import { serialOfZone } from "../tables/zone-serial.ts";
import { type AllowedClients, isAllowed, printClient } from "./allowed-clients.ts";
import { clientSerial } from "./client-serial.ts";
import { findStep, wayOctets } from "./find-step.ts";
import { streamMessages } from "./message-stream.ts";
import { beginPage, page } from "./page.ts";
import { soaAlone, type WriteRecords, wholeZone, zoneChanges } from "./records.ts";
import { zoneOctets } from "./zone-records.ts";

/** What giving zones away needs. */
export interface TransfersPlan {
  readonly allowed: AllowedClients;
  readonly counters: Counters;
  /** Milliseconds, from any beginning. */
  readonly now: () => number;
  /** Is called when a transfer has ended whose tables are served no more: they can go now. */
  readonly onOldTablesLeft: () => void;
}

/** Bounds on transfers of more than one message, for a thread. */
export const MAX_OPEN = 16;
/** Of those to one client, by its key or its address. */
export const MAX_OPEN_OF_ONE = 8;
/** How long one may take, in milliseconds: it keeps the tables that it began with. */
export const MAX_DURATION = 1_800_000;

/**
 * Gives zones to those who may have them, for as long as a thread lives: the bounds hold over all tables that it serves. What
 * comes back makes the part of a responder for the tables that are served from then on.
 */
export function makeTransfers(plan: TransfersPlan): (tables: Tables) => Transfers {
  const { allowed, counters, now, onOldTablesLeft } = plan;
  const open = new Map<string, number>();
  let openCount = 0;
  let latest = 0;
  counters[TRANSFERS_OPEN] = 0; // the thread before this one may have died with some
  return (tables) => {
    latest += 1;
    const generation = latest; // the tables themselves are kept by nobody but responders and transfers
    return { answerTransfer: (...request) => answerTransfer(tables, generation, ...request) };
  };

  function answerTransfer(
    tables: Tables,
    generation: number,
    packet: Uint8Array,
    length: number,
    limit: number,
    client: Client,
    key: RequestKey | undefined,
  ): void {
    const zone = findZone(tables, limit, client, key);
    if (zone < 0) return;
    const choice = query.type === AXFR ? axfr(tables, zone) : chooseIxfr(tables, zone, packet, length);
    if (choice === undefined) {
      refuse(FORMERR, NOT_SUPPORTED);
      return;
    }
    answer.authoritative = true;
    if (isStream(limit)) begin(generation, choice, client, key);
    else answerInOne(tables, zone, choice);
  }

  /** The zone that is asked for, -1 where it is refused. */
  function findZone(tables: Tables, limit: number, client: Client, key: RequestKey | undefined): number {
    if (query.type === AXFR && !isStream(limit)) return refuse(NOTIMP, NOT_SUPPORTED); // RFC 5936 §4.2
    const apex = apexOf(tables);
    if (apex < 0) return refuse(NOTAUTH, NOT_AUTHORITATIVE);
    if (!isAllowed(allowed, client, key?.name)) {
      counters[TRANSFERS_REFUSED]! += 1;
      return refuse(REFUSED, PROHIBITED);
    }
    if (query.class !== CLASS_IN) return refuse(NOTAUTH, NOT_AUTHORITATIVE);
    const row = apex * ROW;
    if ((tables.rows[row + NODE_INFO]! & IS_BROKEN) !== 0) return refuse(SERVFAIL, INVALID_DATA);
    return tables.rows[row + NODE_ZONE]!;
  }

  /** The first message, and the stream of the others where there are any. */
  function begin(generation: number, choice: Choice, client: Client, key: RequestKey | undefined): void {
    const who = key === undefined ? printClient(client) : `key ${key.name}`;
    const isWhole = writeFirst(choice.write);
    if (isWhole) {
      counters[choice.sent]! += 1;
      return;
    }
    const ofThis = open.get(who) ?? 0;
    if (openCount >= MAX_OPEN || ofThis >= MAX_OPEN_OF_ONE) {
      counters[TRANSFERS_CROWDED]! += 1;
      takeBack();
      return;
    }
    openCount += 1;
    open.set(who, ofThis + 1);
    counters[TRANSFERS_OPEN] = openCount;
    answer.rest = streamMessages(answer.out, {
      ...{ write: choice.write, signer: key?.signer, deadline: now() + MAX_DURATION, now },
      onEnd: (isWhole) => {
        openCount -= 1;
        counters[TRANSFERS_OPEN] = openCount;
        const left = open.get(who)! - 1; // it was counted above
        if (left === 0) open.delete(who);
        else open.set(who, left);
        counters[isWhole ? choice.sent : choice.cut]! += 1;
        if (generation !== latest) onOldTablesLeft();
      },
    });
  }

  /** Over UDP: all in one packet, or the SOA alone, by which the client knows that it has to ask over TCP (RFC 1995 §2). */
  function answerInOne(tables: Tables, zone: number, choice: Choice): void {
    if (writeFirst(choice.write)) {
      counters[choice.sent]! += 1;
      return;
    }
    counters[IXFR_SENT_SOA]! += 1;
    if (!writeFirst(soaAlone(tables, zone))) answer.truncated = true;
  }
}

/** What is sent, and at which place it counts. */
interface Choice {
  readonly write: WriteRecords;
  readonly sent: number;
  readonly cut: number;
}

function axfr(tables: Tables, zone: number): Choice {
  return { write: wholeZone(tables, zone), sent: AXFR_SENT, cut: AXFR_CUT };
}

/** How to answer IXFR (RFC 1995 §4); undefined where the query does not say what the client has. */
function chooseIxfr(tables: Tables, zone: number, packet: Uint8Array, length: number): Choice | undefined {
  const theirs = clientSerial(packet, length);
  if (theirs === undefined) return undefined;
  // A machine with the zone before may be asked about the one after: it has nothing newer to give (RFC 1995 §2).
  if ((compareSerials(theirs, serialOfZone(tables, zone)) ?? -1) >= 0) {
    return { write: soaAlone(tables, zone), sent: IXFR_SENT_SOA, cut: IXFR_CUT };
  }
  const journal = journalOf(tables, zone);
  const step = findStep(journal, theirs);
  if (step < 0 || wayOctets(journal, step) > zoneOctets(tables, zone)) {
    return { write: wholeZone(tables, zone), sent: IXFR_SENT_WHOLE, cut: IXFR_CUT };
  }
  return { write: zoneChanges(tables, zone, journal, step), sent: IXFR_SENT, cut: IXFR_CUT };
}

/** The node of the apex that is asked for, -1 where the name is none. */
function apexOf(tables: Tables): number {
  const place = findPlace(tables, query.name);
  const isThere = place >= 0 && (place & 1) === 1;
  return isThere && (tables.rows[(place >> 1) * ROW + NODE_INFO]! & IS_APEX) !== 0 ? place >> 1 : -1;
}

function writeFirst(write: WriteRecords): boolean {
  beginPage(answer.out, query.end, answer.end);
  const isWhole = write();
  answer.at = page.at;
  answer.answers = page.records;
  return isWhole;
}

function takeBack(): void {
  answer.at = query.end;
  answer.answers = 0;
  answer.authoritative = false;
  refuse(SERVFAIL, NOT_READY);
}

function refuse(rcode: number, reason: number): -1 {
  answer.rcode = rcode;
  answer.extendedError = reason;
  return -1;
}
