import { keyOf, type Name, printName } from "../../dns/name.ts";
import { SOA as SOA_RECORD } from "../../dns/records/soa.ts";
import { compareSerials } from "../../dns/serial.ts";
import { SOA } from "../../dns/type-numbers.ts";
import type { Zone } from "../../dns/zone.ts";
import type { PastDeployment } from "../past/deployments.ts";
import type { Difference, Lag } from "./compare-published.ts";
import { serialsIn } from "./compare-published.ts";

/** When a greater serial of a zone than this one was proved, in seconds since 1970; undefined where nobody knows. */
export type SupersededAt = (zone: Name, serial: number) => Promise<number | undefined>;

/** A nameserver of others that may still ask by itself. */
export interface Waiting extends Difference {
  /** Until when, in seconds since 1970. */
  readonly until: number;
}

/**
 * Tells nameservers that are late from those that have stopped to follow. A secondary asks after refresh, and where that
 * failed again after retry (RFC 1034 §4.3.5), counted by the SOA that it holds: one that has the old serial when both are over
 * since the newer one was proved did not get it, though it must have asked. Where nobody knows since when, it counts as such.
 */
export async function judgeLags(
  lags: readonly Lag[],
  zones: readonly Zone[],
  supersededAt: SupersededAt = () => Promise.resolve(undefined),
  now: Date,
): Promise<{ readonly overdue: readonly Difference[]; readonly waiting: readonly Waiting[] }> {
  const overdue: Difference[] = [];
  const waiting: Waiting[] = [];
  for (const { zone, by, message, serial, timers } of lags) {
    const since = await supersededAt(zone, serial);
    const { refresh, retry } = timers ?? timersOf(zones, zone);
    if (since === undefined) {
      overdue.push({ zone, by, message });
      continue;
    }
    const until = since + refresh + retry;
    if (until >= now.getTime() / 1_000) waiting.push({ zone, by, message, until });
    else {
      const why = `refresh and retry of its SOA are over since ${printTime(until)}, so its transfers are refused or fail`;
      overdue.push({ zone, by, message: `${message}; ${why}` });
    }
  }
  return { overdue, waiting };
}

/**
 * When the first deployment with a greater serial succeeded. Those before it say nothing: a zone that changes every day would
 * otherwise never be late.
 *
 * @param deployments the oldest first
 */
export async function supersededAmong(
  deployments: readonly PastDeployment[],
  zone: Name,
  serial: number,
): Promise<number | undefined> {
  for (const { serials, succeeded } of deployments) {
    const written = serialsIn(serials)(zone);
    if (written === undefined || compareSerials(written, serial) !== 1) continue;
    const time = await succeeded();
    if (time !== undefined) return time;
  }
  return undefined;
}

/** `2026-11-30 12:04 UTC` */
export function printTime(seconds: number): string {
  return `${new Date(1_000 * seconds).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function timersOf(
  zones: readonly Zone[],
  origin: Name,
): { readonly refresh: number; readonly retry: number } {
  const records = zones.find((zone) => keyOf(zone.origin) === keyOf(origin))?.records ?? [];
  const soa = records.find(({ type }) => type === SOA);
  if (soa === undefined) throw new Error(`Cannot judge ${printName(origin)}: it has no SOA`);
  return SOA_RECORD.read(soa.rdata);
}
