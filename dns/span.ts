/** Seconds in words: `5 minutes`, `1 hour`, `2 days`. Not rounded down. */
export function span(seconds: number): string {
  const [unit, size] = UNITS.find(([, size]) => seconds >= 2 * size || seconds === size) ?? ["second", 1];
  const number = Math.ceil((10 * seconds) / size) / 10;
  return `${number} ${unit}${number === 1 ? "" : "s"}`;
}

const UNITS: readonly (readonly [string, number])[] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];
