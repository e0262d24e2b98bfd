import { keyOf, printName } from "../../dns/name.ts";
import { windowOf } from "../../dns/signing/window.ts";
import { policyIn } from "../dnssec/policy.ts";
import { servedSerialsAt } from "../dnssec/served-serial.ts";
import type { RenderedZone } from "../render/render-zone.ts";
import type { Miss } from "../verify/types.ts";
import { dayOfWindow } from "./expectation.ts";

/**
 * What a serial means that is wrong, and is one that the zone has in another week: who answers it has a clock that is wrong. A clause;
 * undefined where none of them does.
 *
 * @param now in seconds since 1970
 */
export function wrongWeek(
  misses: readonly Miss[],
  zones: readonly RenderedZone[],
  now: number,
): string | undefined {
  for (const { zone, kind, got } of misses) {
    if (kind !== "newer-serial" && kind !== "stale-serial") continue;
    const rendered = zones.find(({ origin }) => keyOf(origin) === keyOf(zone));
    const policy = rendered && policyIn(rendered);
    const serial = Number(SOA_SERIAL.exec(got)?.[1] ?? Number.NaN);
    if (rendered === undefined || policy === undefined || Number.isNaN(serial)) continue;
    const weeks = (serial - rendered.serial) >>> 0;
    if (weeks >= policy.windows || servedSerialsAt(rendered.serial, policy, now).includes(serial)) continue;
    const [seen, wanted] = [policy.base + weeks, Math.max(windowOf(now), policy.base)].map(dayOfWindow);
    return `the clock of a machine there is wrong, for ${printName(zone)} is signed for the week of ${seen} instead of ${wanted}`;
  }
  return undefined;
}

/** As records are printed: MNAME, RNAME, SERIAL (RFC 1035 §3.3.13). */
const SOA_SERIAL = /\sSOA\s+\S+\s+\S+\s+(\d+)\s/;
