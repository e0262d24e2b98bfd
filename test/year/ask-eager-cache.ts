import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { NSEC, NSEC3 } from "../../dns/type-numbers.ts";
import { startAuthorities } from "./authorities.ts";
import { makeFakedClock } from "./faked-clock.ts";
import { hourAt, sourcesOf } from "./hour-sources.ts";
import { judgeHour } from "./judge-hour.ts";
import type { Hour, LivedYear } from "./lived-year.ts";
import type { Comparison } from "./probe.ts";
import { startUnbound } from "./unbound.ts";
import { NEGATIVE_TTL } from "./year-zones.ts";

/** What an eager cache said. */
export interface EagerLook extends Comparison {
  /** Out of denials that it held, for nobody was asked. */
  readonly isOwn: boolean;
}

/**
 * Whenever servers begin or end to deny by NSEC, or by NSEC3, asks a resolver that denies out of what it holds (RFC 8198 §5): it has denials
 * of before, and hears of names that it was not asked yet. Its files are in `folder`.
 */
export async function askEagerCache(
  { hours }: Pick<LivedYear, "hours">,
  folder: string,
  anchor: string,
): Promise<EagerLook[]> {
  const clock = makeFakedClock(join(folder, "clock-of-eager"), "stands");
  clock.set(hours[0]!.at);
  let sources = sourcesOf(hours[0]!);
  const goTo = (at: number) => {
    sources = sourcesOf(hourAt(hours, at));
    clock.set(at);
  };
  const own = join(folder, "eager");
  mkdirSync(own);
  const authorities = await startAuthorities(() => sources);
  const found: EagerLook[] = [];
  try {
    const unbound = await startUnbound({ folder: own, clock, anchor, asks: authorities, isEager: true });
    try {
      for (const at of changesOf(hours)) {
        goTo(at - NEGATIVE_TTL + SPARE);
        await unbound.forget();
        for (const question of BEFORE) await unbound.ask(question);
        goTo(at);
        authorities.asked.clear();
        for (const question of AFTER) {
          const said = await unbound.ask(question);
          found.push({
            ...{ at, question, how: "an eager cache, with denials of before", unbound: said },
            ...judgeHour(hourAt(hours, at), question, at),
            isOwn: !authorities.asked.has(question),
          });
        }
      }
    } finally {
      await unbound.stop();
    }
  } finally {
    await authorities.stop();
  }
  return found;
}

/** So many seconds before a denial would be forgotten. */
const SPARE = 60;
/** Into an hour, so that what happens in it has happened. */
const MINUTES = 600;

/** What is denied first, and what these denials cover. */
const BEFORE = [
  "nothing.year.example. A",
  "www.year.example. MX",
  "x.wild.year.example. MX",
  "b.ent.year.example. A",
];
const AFTER = [
  "nothin.year.example. A",
  "nothing-else.year.example. A",
  "www.year.example. AAAA",
  "y.wild.year.example. MX",
  "b.ent.year.example. TXT",
];

function changesOf(hours: readonly Hour[]): number[] {
  return hours
    .filter((hour, index) => index > 0 && denialsOf(hour) !== denialsOf(hours[index - 1]!))
    .map(({ at }) => at + MINUTES);
}

/** How each of the servers denies. */
function denialsOf({ servers }: Hour): string {
  return servers
    .map(({ records }) => [NSEC, NSEC3].filter((type) => records.some((record) => record.type === type)))
    .join(" ");
}
