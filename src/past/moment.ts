/** What `--at` may be: a time, or a revision of git. */
export type Moment =
  | { readonly kind: "time" /** In seconds since 1970. */; readonly time: number }
  | { readonly kind: "revision"; readonly revision: string };

/**
 * Reads `--at`: a day (its end, in UTC: the last that stood on it), a day and a time (in UTC where it says nothing else), or
 * a revision. A text that has the form of a day is one; undefined where there is no such day or time.
 */
export function readMoment(text: string): Moment | undefined {
  if (!/^\d{4}-\d{2}-\d{2}(?:$|[T ])/.test(text))
    return text === "" ? undefined : { kind: "revision", revision: text };
  const [, day, clock, zone] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(Z|[+-]\d{2}:\d{2})?)?$/.exec(text) ?? [];
  if (day === undefined || !isDay(day)) return undefined;
  const time = Date.parse(`${day}T${clock ?? "23:59:59"}${zone ?? "Z"}`);
  return Number.isNaN(time) ? undefined : { kind: "time", time: Math.floor(time / 1_000) };
}

/** 30 February is none, although `Date` would take it for one in March. */
function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

/** A time as people read it, to the minute, in UTC. */
export function printTime(time: number): string {
  const date = new Date(time * 1_000);
  return Number.isNaN(date.getTime())
    ? "an unknown time"
    : `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
