import { keyOf, printName } from "../../dns/name.ts";
import { compareSerials } from "../../dns/serial.ts";
import type { RenderedZone } from "../render/render-zone.ts";
import type { PublishedVersions } from "./ledger.ts";
import type { Situation } from "./situation.ts";

/** What may have been answered, and the commit that it is made of. */
export interface Spent {
  readonly commit: string;
  readonly versions: PublishedVersions;
}

/** A version of a zone that may have been answered before. */
export interface VersionBefore {
  readonly serial: number;
  /** The beginning of its digest. */
  readonly digest: string;
  /** Those that are said to have it. */
  readonly commits: readonly string[];
}

/** What machines answer now, and what earlier deployments wrote down. */
export function spentBefore({ machines, remembered }: Pick<Situation, "machines" | "remembered">): Spent[] {
  const { unfinished, last, earlier = [] } = remembered;
  const records = [...unfinished, ...(last === undefined ? [] : [last]), ...earlier];
  const written = records.map(({ commit, published = {} }) => ({ commit, versions: published }));
  const answered = machines.flatMap(({ check }) => {
    if ("fault" in check || check.build.commit === undefined) return [];
    const versions = check.zones.flatMap(({ name, serial, digest }) =>
      serial === undefined || digest === undefined
        ? []
        : [[printName(keyOf(name)), { serial, digest: digest.slice(0, DIGITS) }] as const],
    );
    return [{ commit: check.build.commit, versions: Object.fromEntries(versions) }];
  });
  return [...answered, ...written];
}

/** So much of a digest is written down, in hexadecimal digits. */
export const DIGITS = 32;

/** The versions of a zone before this one, the newest first, up to a serial that is said to have had two contents. */
export function versionsBefore(
  { origin, serial: now }: RenderedZone,
  spent: readonly Spent[],
): VersionBefore[] {
  const zone = printName(keyOf(origin));
  const bySerial = new Map<number, VersionBefore[]>();
  for (const { commit, versions } of spent) {
    const version = versions[zone];
    if (version === undefined || compareSerials(now, version.serial) !== 1) continue;
    const { serial, digest } = version;
    const said = bySerial.get(serial) ?? [];
    const same = said.find((each) => each.digest === digest);
    const others = said.filter((each) => each !== same);
    const commits = [...new Set([...(same?.commits ?? []), commit])];
    bySerial.set(serial, [...others, { serial, digest, commits }]);
  }
  const versions: VersionBefore[] = [];
  for (const [, said] of [...bySerial].sort(([a], [b]) => distance(now, a) - distance(now, b))) {
    if (said.length > 1) break;
    versions.push(said[0]!);
  }
  return versions;
}

/** How far a serial lies behind, going round at 2^32 (RFC 1982 §3). */
function distance(now: number, serial: number): number {
  return (now - serial) >>> 0;
}
