/** A number for people: 12,345. */
export function printCount(count: number): string {
  return count.toLocaleString("en");
}

/** Seconds since 1970 as a day: 2026-11-30. */
export function printDay(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

/** Seconds since 1970 as a time: 2026-11-30 14:05 UTC. */
export function printTime(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** How long something takes, in its two greatest units: 3 d 4 h. */
export function printDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = UNITS.map(([unit, length, all]) => [Math.floor((whole % all) / length), unit] as const);
  const from = parts.findIndex(([count]) => count > 0);
  if (from === -1) return "0 s";
  return parts
    .slice(from, from + 2)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}

/** Each unit's seconds, and those of the next greater one. */
const UNITS = [
  ["d", 86_400, Number.POSITIVE_INFINITY],
  ["h", 3_600, 86_400],
  ["min", 60, 3_600],
  ["s", 1, 60],
] as const;
