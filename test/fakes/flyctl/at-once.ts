/**
 * How many of the machines a deployment takes at a time: a number from 1 on is a number of them, below it a share of all.
 *
 * @param told by `--max-unavailable`, or by fly.toml
 */
export function atOnce(machines: number, told: string | number | undefined): number {
  const most = Number(told ?? 0.33);
  return Math.max(1, most >= 1 ? Math.floor(most) : Math.ceil(machines * most));
}
