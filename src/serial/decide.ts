import { addToSerial, compareSerials } from "../../dns/serial.ts";
import type { Octets } from "../../dns/wire.ts";
import type { ZonemdAlgorithm } from "../../dns/zonemd.ts";
import type { Shown, ShownDigest } from "./shown.ts";

/** What is known when a zone's serial is decided. */
export interface SerialQuestion {
  /** The ZONEMD digest that the candidate would have with this serial. */
  readonly digestWith: (serial: number, algorithm: ZonemdAlgorithm) => Octets;
  /** What every place that may hold the zone showed. Empty: there is no such place, the zone is new. */
  readonly shown: readonly Shown[];
  /** The greatest serial known to be spent by other means: serials up to it may have been answered somewhere. */
  readonly floor?: number;
  /** A serial that is spent, too, but may not be the greatest: it says nothing about those who are silent. */
  readonly above?: number;
  /** The serial that the style gives a change made now. */
  readonly fresh: number;
}

/** The serial of the candidate, or why it has none. */
export type SerialDecision =
  /** Nobody has the zone: its first serial. */
  | { readonly kind: "first"; readonly serial: number }
  /** The greatest serial shown has this very content. */
  | { readonly kind: "kept"; readonly serial: number }
  /** The content differs from what `from` has, or `from` is spent without proof of its content. */
  | { readonly kind: "raised"; readonly serial: number; readonly from: number; readonly because: RaiseReason }
  /** Somebody was silent and no floor was told, so the greatest serial is not known. */
  | { readonly kind: "unknown"; readonly silent: readonly { readonly by: string; readonly reason: string }[] }
  /** Two serials 2^31 or more apart: neither is the greater (RFC 1982 §3.2). */
  | { readonly kind: "no-greatest"; readonly serials: readonly number[] };

/** Why a serial goes up. */
export type RaiseReason =
  /** The digests of the greatest serial and of the candidate differ. */
  | "content changed"
  /** Nobody who shows the greatest serial shows a digest, so its content cannot be compared. */
  | "no digest to compare"
  /** One serial was seen with two contents. */
  | "two contents for one serial"
  /** The floor lies above everything shown: a serial that was given up, and may have been answered. */
  | "spent serial";

/**
 * Same content, same serial; changed content, a greater serial (RFC 1982), and never one serial for two contents.
 * A pure function: whoever asks it with the same question gets the same answer.
 */
export function decideSerial({ digestWith, shown, floor, above, fresh }: SerialQuestion): SerialDecision {
  const silent = shown.filter((place) => place.kind === "silent");
  // Silence is never "first": what is silent may hold a greater serial than all others show.
  if (silent.length > 0 && floor === undefined) {
    return { kind: "unknown", silent: silent.map(({ by, reason }) => ({ by, reason })) };
  }
  const published = shown.filter((place) => place.kind === "serial");
  const serials = published.map((place) => place.serial);
  const known = [...serials, ...[floor, above].filter((serial) => serial !== undefined)];
  if (known.length === 0) return { kind: "first", serial: fresh === 0 ? 1 : fresh };
  const greatest = greatestOf(known);
  if (greatest === undefined) return { kind: "no-greatest", serials: [...new Set(known)] };

  const holders = published.filter((place) => place.serial === greatest);
  const digests = holders.flatMap(({ digest }) => (digest === undefined ? [] : [digest]));
  const because = compareContent(digests, holders.length, greatest, digestWith);
  if (because === undefined) return { kind: "kept", serial: greatest };
  return { kind: "raised", serial: nextSerial(greatest, fresh), from: greatest, because };
}

/** The greater of the style's serial and the one after `greatest`, never 0 (some software takes 0 as "none"). */
export function nextSerial(greatest: number, fresh: number): number {
  const serial = compareSerials(fresh, greatest) === 1 ? fresh : addToSerial(greatest, 1);
  return serial === 0 ? 1 : serial;
}

/** The serial that is not less than any other; undefined when two of them cannot be compared. */
export function greatestOf(serials: readonly number[]): number | undefined {
  let greatest = serials[0];
  for (const serial of serials) {
    for (const other of serials) if (compareSerials(serial, other) === undefined) return undefined;
    if (compareSerials(serial, greatest!) === 1) greatest = serial;
  }
  // The order of RFC 1982 is not transitive: three serials can go round in a circle.
  return serials.every((serial) => compareSerials(greatest!, serial) !== -1) ? greatest : undefined;
}

/** Undefined when the greatest serial has the candidate's content for certain, else why the serial must go up. */
function compareContent(
  digests: readonly ShownDigest[],
  holders: number,
  greatest: number,
  digestWith: SerialQuestion["digestWith"],
): RaiseReason | undefined {
  if (holders === 0) return "spent serial";
  if (digests.length === 0) return "no digest to compare";
  const same = digests.filter(({ algorithm, digest }) => digestWith(greatest, algorithm) === digest);
  if (same.length === digests.length) return undefined;
  return same.length === 0 && new Set(digests.map(({ digest }) => digest)).size === 1
    ? "content changed"
    : "two contents for one serial";
}
