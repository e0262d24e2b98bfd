import { type Trend, trendOf } from "./find-leak.ts";
import { FOLLOW_PATIENCE, type SoakResult } from "./soak-result.ts";

/** What counts as a leak. */
export interface LeakRule {
  /** Seconds at the beginning that say nothing: heaps and compiled code grow into their size. */
  readonly warmUp: number;
  /** Seconds of a window, see `trendOf`. */
  readonly window: number;
  /** Octets that memory may grow by after the warm-up, which no noise reaches. */
  readonly mostGrowth: number;
}

/**
 * The rule for a run of so many seconds: a third of it, and at most five minutes, is warm-up. In long runs what may
 * grow is what heaps of several threads still do by themselves; a run of thirty minutes finds 11 kB a second.
 */
export function leakRule(seconds: number): LeakRule {
  return {
    warmUp: Math.min(seconds / 3, 300),
    window: Math.max(1, Math.min(seconds / 30, 30)),
    mostGrowth: 16 << 20,
  };
}

/** How memory grew in a run; undefined where it was too short to tell, or the system does not. */
export function trendIn({ samples }: SoakResult, rule: LeakRule): Trend | undefined {
  const points = samples.map(({ at, anonymous }) => ({ at, memory: anonymous }));
  return points.some(({ memory }) => memory > 0) ? trendOf(points, rule.warmUp, rule.window) : undefined;
}

/** Everything for which a run fails, in words. */
export function complaintsOf(result: SoakResult, rule: LeakRule): string[] {
  const { options, samples, total, faults, server, secondary } = result;
  const trend = trendIn(result, rule);
  const reloads = Math.floor(options.seconds / options.reloadEvery);
  const checks: readonly (readonly [isWrong: boolean, what: string])[] = [
    [trend !== undefined && trend.growth > rule.mostGrowth, `Memory leaks: ${printTrend(trend)}`],
    [
      total.lost > 0,
      `${total.lost} questions got no answer; the kernel had no room for ${server.kernelDrops} packets`,
    ],
    [total.wrong > 0, `${total.wrong} times something was wrong`],
    [server.hasCrashed, `The server ended by itself, with ${server.exit}`],
    [!server.hasCrashed && server.exit !== 0, `The server ended with ${server.exit} when it was asked to`],
    [server.complaints.length > 0, `The server complained: ${server.complaints.slice(0, 5).join("; ")}`],
    [server.threadRestarts > 0, `${server.threadRestarts} threads ended and were started again`],
    [server.failures > 0, `${server.failures} defects were met while answering`],
    [
      server.logDropped > 0 || server.logged === 0,
      `The query log has ${server.logged} lines and lost ${server.logDropped}`,
    ],
    [server.limits && total.floodTruncated === 0, "The flood was not limited"],
    [server.reloads < reloads - 1, `The zones were loaded ${server.reloads} times of ${reloads}`],
    [isTooLittle(result), `Only ${total.udp} answers over UDP and ${total.tcp} over TCP: too few to tell`],
    [samples.length < options.seconds * 0.9, `It ran for ${samples.length} of ${options.seconds} seconds`],
    [
      secondary !== undefined &&
        (secondary.mostBehind > FOLLOW_PATIENCE || secondary.delays.length < secondary.versions),
      `The secondary got ${secondary?.delays.length} of ${secondary?.versions} versions, and was behind for ${secondary?.mostBehind.toFixed(1)} s`,
    ],
    [
      secondary !== undefined && secondary.versions > 1 && server.ixfr === 0,
      "The secondary never got what had changed alone",
    ],
  ];
  const found = checks.filter(([isWrong]) => isWrong).map(([, what]) => what);
  return found.length === 0 ? [] : [...found, ...faults];
}

/** A trend in words. */
export function printTrend(trend: Trend | undefined): string {
  if (trend === undefined) return "not known";
  return `${(trend.slope / 1024).toFixed(1)} KiB a second, ${(trend.growth / (1 << 20)).toFixed(1)} MiB after the warm-up`;
}

/** A tenth of what was to be asked is little, even on a machine that does much else. */
function isTooLittle({ options, total }: SoakResult): boolean {
  return total.udp < (options.udpRate * options.seconds) / 10 || total.tcp < options.seconds;
}
