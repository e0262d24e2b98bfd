import { isName, keyOf, type Name, parseName, printName, ROOT } from "../../dns/name.ts";
import type { Octets } from "../../dns/wire.ts";
import type { KeyLooks, Since, UnsignedSince } from "./key-looks.ts";

/** What was looked at, by the names of zones in lower case. */
export type LooksByZone = ReadonlyMap<Name, KeyLooks>;

/** What was looked at, as JSON: the same looks give the same text. */
export function printLooks(looks: LooksByZone): string {
  return `${JSON.stringify(looksJson(looks), undefined, 2)}\n`;
}

/** What was looked at as plain data. */
export function looksJson(looks: LooksByZone): { readonly zones: { readonly [zone: string]: object } } {
  const zones = [...looks]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([zone, each]) => [printName(keyOf(zone)), zoneLooksJson(each)]);
  return { zones: Object.fromEntries(zones) };
}

/** What was looked at of one zone, for JSON. */
export function zoneLooksJson({ keys, ds, unsigned, dsTtl }: KeyLooks): object {
  return {
    ...(keys && { keys: { counter: keys.counter, ...timesJson(keys) } }),
    ...(ds && { ds: { set: ds.set.map(hexOf), ttl: ds.ttl, ...timesJson(ds) } }),
    ...(unsigned && { unsigned: unsigned.map((one) => ({ ...one, ...timesJson(one) })) }),
    ...(dsTtl !== undefined && { dsTtl }),
  };
}

/** Reads what `printLooks` wrote; undefined where it is not that. */
export function parseLooks(text: string): Map<Name, KeyLooks> | undefined {
  try {
    return looksByZone(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/**
 * Reads what `looksJson` made; undefined where it is not that. A part that cannot be read was not looked at, so that nothing is
 * taken for seen.
 */
export function looksByZone(read: unknown): Map<Name, KeyLooks> | undefined {
  if (!isObject(read) || !isObject(read.zones)) return undefined;
  const looks = new Map<Name, KeyLooks>();
  for (const [written, each] of Object.entries(read.zones)) {
    const name = parseName(written, ROOT);
    if (isName(name) && isObject(each)) looks.set(keyOf(name), zoneLooks(each));
  }
  return looks;
}

interface Read {
  readonly [key: string]: unknown;
  readonly zones?: unknown;
}

function zoneLooks({ keys, ds, unsigned, dsTtl }: Read): KeyLooks {
  const [shown, trusted] = [keysSeen(keys), dsSeen(ds)];
  const without = Array.isArray(unsigned) ? unsigned.flatMap(unsignedSeen) : [];
  return {
    ...(shown && { keys: shown }),
    ...(trusted && { ds: trusted }),
    ...(without.length > 0 && { unsigned: without }),
    ...(isCount(dsTtl) && { dsTtl }),
  };
}

function keysSeen(read: unknown): KeyLooks["keys"] {
  if (!isObject(read)) return undefined;
  const { counter } = read;
  const times = timesSeen(read);
  return times === undefined || !isCount(counter) ? undefined : { counter, ...times };
}

function dsSeen(read: unknown): KeyLooks["ds"] {
  if (!isObject(read)) return undefined;
  const { ttl, set } = read;
  const times = timesSeen(read);
  if (times === undefined || !isCount(ttl) || !Array.isArray(set)) return undefined;
  const data = set.map(octetsOf);
  const whole = data.filter((each) => each !== undefined);
  return whole.length < data.length ? undefined : { set: whole, ttl, ...times };
}

function unsignedSeen(read: unknown): UnsignedSince[] {
  if (!isObject(read)) return [];
  const { name, address, isBehind, patience } = read;
  const times = timesSeen(read);
  const isRight = typeof name === "string" && typeof address === "string" && typeof isBehind === "boolean";
  return times !== undefined && isRight && isCount(patience)
    ? [{ name, address, isBehind, patience, ...times }]
    : [];
}

function timesJson({ since, last, by }: Since<object>): object {
  return { since: since.toISOString(), last: last.toISOString(), by };
}

function timesSeen({ since, last, by }: Read): Since<object> | undefined {
  if (typeof since !== "string" || typeof last !== "string" || typeof by !== "string") return undefined;
  const [from, to] = [new Date(since), new Date(last)];
  const isRight = Number.isFinite(from.getTime()) && Number.isFinite(to.getTime()) && from <= to;
  return isRight ? { since: from, last: to, by } : undefined;
}

function hexOf(octets: Octets): string {
  return Buffer.from(octets, "latin1").toString("hex");
}

function octetsOf(read: unknown): Octets | undefined {
  return typeof read === "string" && /^(?:[0-9a-f]{2}){5,}$/.test(read)
    ? Buffer.from(read, "hex").toString("latin1")
    : undefined;
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0;
}

function isObject(value: unknown): value is Read {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
