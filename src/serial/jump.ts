import { compareSerials } from "../../dns/serial.ts";
import { greatestOf, leastOf } from "./order.ts";
import type { Shown } from "./shown.ts";
import { isOfStyle, type SerialStyle } from "./style.ts";

/**
 * A serial that would go up so far that it cannot be chance. It is for ever: no serial below can be used afterwards, so
 * somebody has to say that it is meant.
 */
export interface Jump {
  /** The greatest serial that is known for certain; undefined where nobody knows it. */
  readonly from?: number;
  /** Who makes it jump; at least one. */
  readonly causes: readonly JumpCause[];
}

/** What makes a serial jump. */
export type JumpCause =
  /** A nameserver or a machine answers it. */
  | { readonly kind: "place"; readonly by: string; readonly serial: number }
  /** `serial_above` in `_config.yaml` says it. */
  | { readonly kind: "above"; readonly serial: number }
  /** The style makes a new serial of the time, and the known one is not of that style. */
  | { readonly kind: "style"; readonly style: SerialStyle; readonly serial: number };

/**
 * How far a serial may lie above the greatest that is known, or above that which the style makes of this moment: the
 * hundred changes that the date style has room for in a day. Of the 2^31 steps ahead (RFC 1982 §3.1) somebody who
 * answers for one nameserver can so take no more with a deployment than a busy day does.
 */
const MOST_AHEAD = 100;

/** What a jump is judged by. */
export interface JumpQuestion {
  readonly shown: readonly Shown[];
  readonly floor?: number;
  /** Serials up to it are kept for releases of ours. */
  readonly reserved?: number;
  readonly above?: number;
  readonly style: SerialStyle;
  readonly fresh: number;
  readonly before?: SettingsBefore;
}

/** What decides serials, as the zones before the change have it: whoever merged those said so. */
export interface SettingsBefore {
  /** The serial that their style gives a change made now. */
  readonly fresh: number;
  readonly above?: number;
}

/**
 * Who shows or says a serial far above what is known for certain. Certain is, in this order: what was written down, what
 * our own machines answer, and where there is neither, as before a zone's first deployment, what its nameservers agree on.
 */
export function findJump(question: JumpQuestion): Jump | undefined {
  const { shown, above, before } = question;
  const places = shown.filter((place) => place.kind === "serial");
  const ours = places.filter(({ nameserver }) => nameserver === undefined);
  const start = certainOf(question);
  if (start === undefined) return undefined;
  // What we have kept for ourselves is no jump: a zone that is signed takes hundreds of serials with each release.
  const reach = (from: number) =>
    question.reserved === undefined ? from : (greatestOf([from, question.reserved]) ?? from);
  const farOurs = ours.filter(({ serial }) => isFar(serial, reach(start), question));
  const near = ours.filter((place) => !farOurs.includes(place)).map(({ serial }) => serial);
  const from = greatestOf([start, ...near]) ?? start;
  const farOthers = places.filter(
    ({ nameserver, serial }) => nameserver !== undefined && isFar(serial, reach(from), question),
  );
  const isSaidAnew = above !== undefined && above !== before?.above;
  const causes: JumpCause[] = [
    ...[...farOurs, ...farOthers].map(({ by, serial }) => ({ kind: "place", by, serial }) as const),
    ...(isSaidAnew && isFar(above, from, question) ? [{ kind: "above", serial: above } as const] : []),
  ];
  return causes.length === 0 ? undefined : { from, causes };
}

/** The same where nobody knows which serial is the greatest: what a change of the settings may bring. */
export function findJumpOfSettings({
  above,
  style,
  fresh,
  before,
}: Omit<JumpQuestion, "shown">): Jump | undefined {
  if (before === undefined) return undefined;
  const isRaised = above !== undefined && (before.above === undefined || !isAtMost(above, before.above));
  const causes: JumpCause[] = [];
  if (isRaised && (style === "increment" || above > fresh + MOST_AHEAD)) {
    causes.push({ kind: "above", serial: above });
  }
  if (fresh > before.fresh + MOST_AHEAD) causes.push({ kind: "style", style, serial: fresh });
  return causes.length === 0 ? undefined : { causes };
}

/** The style makes a serial far above the greatest, which is not of that style. */
export function findJumpOfStyle(
  serial: number,
  greatest: number,
  { style, fresh }: Pick<JumpQuestion, "style" | "fresh">,
): JumpCause | undefined {
  if (serial !== fresh || fresh <= greatest + MOST_AHEAD || isOfStyle(style, greatest)) return undefined;
  return { kind: "style", style, serial };
}

/** The greatest serial that nobody has to be believed for; undefined where none is known. */
function certainOf({ shown, floor, before }: JumpQuestion): number | undefined {
  const places = shown.filter((place) => place.kind === "serial");
  const ours = places.filter(({ nameserver }) => nameserver === undefined).map(({ serial }) => serial);
  if (floor !== undefined) return floor; // above the `serial_above` of what was deployed, too
  const certain = ours.length > 0 ? leastOf(ours) : agreedBy(places);
  if (certain === undefined) return before?.above;
  return (before?.above === undefined ? undefined : greatestOf([certain, before.above])) ?? certain;
}

/**
 * The greatest serial that two nameservers have reached, so that no one alone can lift it; of one, what all of its
 * addresses have reached.
 */
function agreedBy(places: readonly (Shown & { readonly kind: "serial" })[]): number | undefined {
  const byNameserver = Map.groupBy(places, ({ nameserver }) => nameserver);
  const serials = [...byNameserver.values()].map((own) => own.map(({ serial }) => serial));
  if (serials.length === 1) return leastOf(serials[0]!);
  const reached = serials.map(greatestOf).filter((serial) => serial !== undefined);
  const greatest = greatestOf(reached);
  return greatest === undefined ? undefined : greatestOf(reached.toSpliced(reached.indexOf(greatest), 1));
}

/** Ahead by more than a day's changes; or by 2^31, where neither is the greater. */
function isFar(serial: number, from: number, { style, fresh }: JumpQuestion): boolean {
  if (isAtMost(serial, from)) return false;
  const ordinary = fresh > from && isOfStyle(style, from) ? fresh - from : 0;
  return (serial - from) >>> 0 > ordinary + MOST_AHEAD;
}

function isAtMost(serial: number, other: number): boolean {
  const order = compareSerials(serial, other);
  return order !== undefined && order <= 0;
}
