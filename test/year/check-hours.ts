import { type Held, hold, isBogus, judgeMixture, steadyFrom, type Verdict } from "./held-model.ts";
import type { Hour, LivedYear } from "./lived-year.ts";
import { HOUR } from "./lived-year.ts";
import type { Version } from "./versions.ts";
import { DS_QUESTION, KEYS_QUESTION, PARENT_KEYS, QUESTIONS } from "./year-questions.ts";
import { PARENT, YEAR } from "./year-zones.ts";

/** What the model found in a year. */
export interface ModelResult {
  /** Mixtures that were judged: one for each hour in which it may be held. */
  readonly judged: number;
  readonly different: number;
  readonly bogus: readonly ModelFinding[];
  /** For each hour, how many of its mixtures are secure, insecure and bogus. */
  readonly counts: readonly HourCount[];
}

/** What a mixture came to that is not right. */
export interface ModelFinding {
  readonly at: number;
  readonly question: string;
  readonly why: string;
}

/** How an hour's mixtures are judged. */
export interface HourCount {
  readonly at: number;
  readonly secure: number;
  readonly insecure: number;
  readonly bogus: number;
  /** Seconds until the first signature of what is answered then ends. */
  readonly left: number | undefined;
}

/** Judges each hour's every mixture that TTLs allow. */
export function checkHours({ hours }: Pick<LivedYear, "hours">): ModelResult {
  const bogus: ModelFinding[] = [];
  const counts: HourCount[] = [];
  const known = new Map<string, Known>();
  let judged = 0;
  for (const [index, hour] of hours.entries()) {
    const { at } = hour;
    const tally = { secure: 0, insecure: 0, bogus: 0 };
    const heldKeys = heldAt(hours, index, KEYS_QUESTION, SERVERS);
    const heldDs = heldAt(hours, index, DS_QUESTION, PARENTS);
    const parentKeys = hold(hour.parent, PARENT_KEYS);
    for (const question of QUESTIONS) {
      for (const data of heldAt(hours, index, question, SERVERS)) {
        for (const keys of heldKeys) {
          for (const ds of heldDs) {
            const verdict = judgeKnown({ ds, parentKeys, keys, data }, at, known);
            judged += 1;
            if (!isBogus(verdict)) tally[verdict] += 1;
            else {
              tally.bogus += 1;
              bogus.push({ at, question, why: verdict.bogus });
            }
          }
        }
      }
    }
    counts.push({ at, ...tally, left: leftOf(hour) });
  }
  return { judged, different: known.size, bogus, counts };
}

/** What caches may hold of a question: all that was answered within its TTL, but for failures, which no cache keeps for long. */
function heldAt(
  hours: readonly Hour[],
  index: number,
  question: string,
  from: (hour: Hour) => readonly Version[],
): Held[] {
  const found = new Map<string, Held>();
  const { at } = hours[index]!;
  // What was answered until an hour began that is a TTL ago was answered within its last second.
  for (let each = index; each >= 0 && hours[each]!.at + HOUR >= at - MOST_TTL; each--) {
    for (const version of from(hours[each]!)) {
      if (version.records.length === 0) continue;
      const held = hold(version, question, apexOf(question));
      if (hours[each]!.at + HOUR >= at - held.ttl) found.set(held.id, held);
    }
  }
  return [...found.values()];
}

const SERVERS = ({ servers }: Hour): readonly Version[] => servers;
const PARENTS = ({ parent }: Hour): readonly Version[] => [parent];
const MOST_TTL = 86_400;

interface Known {
  readonly verdict: Verdict;
  readonly from: number;
  readonly until: number;
}

/** By the strictest validator; a verdict holds until a signature begins or ends. */
function judgeKnown(
  mixture: Parameters<typeof judgeMixture>[0],
  at: number,
  known: Map<string, Known>,
): Verdict {
  const { ds, parentKeys, keys, data } = mixture;
  const place = `${ds.id} ${parentKeys.id} ${keys.id} ${data.id}`;
  const found = known.get(place);
  if (found !== undefined && found.from <= at && at < found.until) return found.verdict;
  const verdict = judgeMixture(mixture, at, "all");
  known.set(place, { verdict, ...steadyFrom([ds, parentKeys, keys, data], at) });
  return verdict;
}

function leftOf({ at, servers }: Hour): number | undefined {
  const ends = servers.flatMap((version) => {
    if (version.release.keys === undefined || version.records.length === 0) return [];
    return QUESTIONS.flatMap((question) =>
      hold(version, question).rrsets.flatMap(({ signatures }) =>
        signatures.map(({ expiration }) => expiration),
      ),
    );
  });
  return ends.length === 0 ? undefined : ends.reduce((a, b) => Math.min(a, b)) - at;
}

function apexOf(question: string) {
  return question === DS_QUESTION ? PARENT : YEAR;
}
