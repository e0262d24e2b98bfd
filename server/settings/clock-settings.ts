/** A clock that was set when the process started. */
export interface ClockSettings {
  /** What it showed at `since`, in milliseconds since 1970. */
  readonly start: number;
  /** When it was set, in milliseconds of the machine's own clock. */
  readonly since: number;
  /** How many times as fast as the machine's clock it runs. */
  readonly rate: number;
}

/** The flag that sets the clock. */
export interface ClockFlags {
  readonly now?: string | undefined;
}

/**
 * Reads `--now TIME[,RATE]`: seconds since 1970 or a time of RFC 3339, and how fast the clock runs from then on. Undefined
 * where the clock is the machine's.
 *
 * @param since the machine's clock, in milliseconds since 1970
 */
export function readClockSettings(
  { now }: ClockFlags,
  since: number,
): ClockSettings | { readonly error: string } | undefined {
  if (now === undefined) return undefined;
  const [, time = "", factor = "1"] = /^([^,]*)(?:,([0-9]{1,9}(?:\.[0-9]{1,6})?))?$/.exec(now) ?? [];
  const start = parseTime(time);
  const rate = Number(factor);
  if (start !== undefined && rate > 0 && rate <= FASTEST) return { start, since, rate };
  return {
    error: `--now is ${JSON.stringify(now.slice(0, MOST_SHOWN))}; expected a time as 1793750400 or 2026-11-04T00:00:00Z, and behind a comma how many times as fast it runs (up to ${FASTEST})`,
  };
}

function parseTime(text: string): number | undefined {
  if (/^[0-9]{1,10}$/.test(text)) return Number(text) * 1000;
  if (!RFC_3339.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) || time < 0 ? undefined : time;
}

const RFC_3339 =
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$/;
const FASTEST = 1_000_000; // a year in half a minute
const MOST_SHOWN = 80; // characters of what is wrong
