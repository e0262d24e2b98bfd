/** A day of the calendar in UTC, as `2027-03-01`: two of them compare as texts do. */
export type Day = string & { readonly day: never };

/** The day that a text says; undefined where it is none that there is, such as 2027-02-30. */
export function parseDay(text: string): Day | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const time = new Date(`${text}T00:00:00Z`);
  // Of a day that the month does not have, some make the first of the next.
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text) ? (text as Day) : undefined;
}

/** The day in UTC on which a time lies. */
export function dayOf(time: Date): Day {
  return time.toISOString().slice(0, 10) as Day; // of the years 0 to 9999, ISO 8601 has four digits
}

/** How many days `to` lies after `from`; negative where it lies before. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / MILLISECONDS);
}

const MILLISECONDS = 86_400_000; // of a day: UTC as programs count it has no longer ones
