import type { ClockSettings } from "../settings/clock-settings.ts";

/**
 * The calendar, in milliseconds since 1970. Windows of signatures go by it, and what is told of them. Whatever is compared with
 * the clocks of others (TSIG, cookies, the log) goes by the machine's own.
 *
 * @param machine the machine's own clock, in milliseconds since 1970
 */
export function makeClock(settings: ClockSettings | undefined, machine: () => number): () => number {
  if (settings === undefined) return machine;
  const { start, since, rate } = settings;
  return () => start + (machine() - since) * rate;
}
