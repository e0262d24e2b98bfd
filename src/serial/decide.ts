import { addToSerial, compareSerials } from "../../dns/serial.ts";
import type { Octets } from "../../dns/wire.ts";
import type { ZonemdAlgorithm } from "../../dns/zonemd.ts";
import { findJump, findJumpOfSettings, findJumpOfStyle, type Jump, type JumpQuestion } from "./jump.ts";
import { greatestOf } from "./order.ts";
import type { ShownDigest } from "./shown.ts";

/** What is known when a zone's serial is decided. */
export interface SerialQuestion extends JumpQuestion {
  /** The ZONEMD digest that the candidate would have with this serial. */
  readonly digestWith: (serial: number, algorithm: ZonemdAlgorithm) => Octets;
  /** What every place that may hold the zone showed. Empty: there is no such place, the zone is new. */
  readonly shown: JumpQuestion["shown"];
  /** The greatest serial known to be spent by other means: serials up to it may have been answered somewhere. */
  readonly floor?: number;
  /**
   * Serials up to it are kept for going back, and nobody has answered them: a zone whose content is published keeps its own
   * serial, and a new one lies above. None of them is a jump.
   */
  readonly reserved?: number;
  /** A serial that is spent, too, but may not be the greatest: it says nothing about those who are silent. */
  readonly above?: number;
  /** The serial that the style gives a change made now. */
  readonly fresh: number;
}

/** The serial of the candidate, or why it has none. Where it is one that jumps, somebody has to say that it is meant. */
export type SerialDecision =
  /** Nobody has the zone: its first serial. */
  | { readonly kind: "first"; readonly serial: number }
  /** The greatest serial shown has this very content. */
  | { readonly kind: "kept"; readonly serial: number; readonly jump?: Jump }
  /** The content differs from what `from` has, or `from` is spent without proof of its content. */
  | {
      readonly kind: "raised";
      readonly serial: number;
      readonly from: number;
      readonly because: RaiseReason;
      readonly jump?: Jump;
    }
  /** Somebody was silent and no floor was told, so the greatest serial is not known. */
  | {
      readonly kind: "unknown";
      readonly silent: readonly { readonly by: string; readonly reason: string }[];
      /** What a change of the settings may bring. */
      readonly jump?: Jump;
    }
  /** No serial is greater than all of these: some lie 2^31 or nearly so apart (RFC 1982 §3.2). */
  | { readonly kind: "no-greatest"; readonly said: readonly SaidSerial[] };

/** A serial and who shows it or says it. */
export interface SaidSerial {
  readonly by: string;
  readonly serial: number;
}

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
export function decideSerial(question: SerialQuestion): SerialDecision {
  const { digestWith, shown, floor, fresh, before } = question;
  // What was deployed with this `serial_above` lies above it. Where it looks greater all the same, numbers went round.
  const isHonoured = floor !== undefined && before !== undefined && before.above === question.above;
  const above = isHonoured ? undefined : question.above;
  const silent = shown.filter((place) => place.kind === "silent");
  // Silence is never "first": what is silent may hold a greater serial than all others show.
  if (silent.length > 0 && floor === undefined) {
    const jump = findJumpOfSettings(question);
    const who = silent.map(({ by, reason }) => ({ by, reason }));
    return { kind: "unknown", silent: who, ...(jump && { jump }) };
  }
  const published = shown.filter((place) => place.kind === "serial");
  const said: SaidSerial[] = [
    ...published.map(({ by, serial }) => ({ by, serial })),
    ...(floor === undefined ? [] : [{ by: "what was written down", serial: floor }]),
    ...(above === undefined ? [] : [{ by: "serial_above", serial: above }]),
  ];
  const known = said.map(({ serial }) => serial);
  if (known.length === 0) return { kind: "first", serial: fresh === 0 ? 1 : fresh };
  const greatest = greatestOf(known);
  // A zone that our nameservers sign answers one serial more each week: they are all its own.
  const lasts = published.flatMap(({ signed }) => (signed === undefined ? [] : [signed.last]));
  const reserved = greatestOf([...lasts, ...(question.reserved === undefined ? [] : [question.reserved])]);
  if (greatest === undefined) return { kind: "no-greatest", said };

  const jump = findJump(question);
  const holders = published.filter((place) => place.serial === greatest);
  const digests = holders.flatMap(({ digest }) => (digest === undefined ? [] : [digest]));
  const because = compareContent(digests, holders.length, greatest, digestWith);
  if (because === undefined) return { kind: "kept", serial: greatest, ...(jump && { jump }) };
  const isReserved = reserved !== undefined && compareSerials(reserved, greatest) === 1;
  const serial = nextSerial(isReserved ? reserved : greatest, fresh);
  // The greatest may be the greatest by just so much that the next one is greater than it and not than the least.
  if (known.some((each) => compareSerials(serial, each) !== 1)) return { kind: "no-greatest", said };
  const byStyle = findJumpOfStyle(serial, greatest, question);
  const causes = [...(jump?.causes ?? []), ...(byStyle === undefined ? [] : [byStyle])];
  const jumps = causes.length === 0 ? {} : { jump: { from: jump?.from ?? greatest, causes } };
  return { kind: "raised", serial, from: greatest, because, ...jumps };
}

/**
 * The greater of the style's serial and the one after `greatest`, never 0 (some software takes 0 as "none"). That the
 * style's lies ahead by RFC 1982 alone does not count: 1 is "greater" than 3000000000, and nobody who counts means that.
 */
export function nextSerial(greatest: number, fresh: number): number {
  const isAhead = fresh > greatest && compareSerials(fresh, greatest) === 1;
  const serial = isAhead ? fresh : addToSerial(greatest, 1);
  return serial === 0 ? 1 : serial;
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
