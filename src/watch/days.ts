/** Milliseconds of a day. */
export const DAY = 86_400_000;

/** `on 2026-12-24`, in UTC. */
export function day(date: Date): string {
  return `on ${date.toISOString().slice(0, 10)}`;
}

/** `on 2026-12-24 at 12:00 UTC`. */
export function dayAndTime(date: Date): string {
  return `${day(date)} at ${date.toISOString().slice(11, 16)} UTC`;
}
