import { join } from "node:path";
import { startResolver } from "./authorities.ts";
import { makeDelv } from "./delv.ts";
import { makeFakedClock } from "./faked-clock.ts";
import { hourAt, sourcesOf } from "./hour-sources.ts";
import { judgeHour } from "./judge-hour.ts";
import type { LivedYear } from "./lived-year.ts";
import type { Comparison } from "./probe.ts";

/** What delv is asked at a time, in seconds since 1970. */
export interface DelvLook {
  readonly at: number;
  readonly why: string;
  readonly questions: readonly string[];
}

/** Asks it all of these, and the model the same: it has no cache, so all is of that time. Its files are in `folder`. */
export async function askDelv(
  { hours }: Pick<LivedYear, "hours">,
  looks: readonly DelvLook[],
  folder: string,
  anchor: string,
): Promise<Comparison[]> {
  let hour = hours[0]!;
  const clock = makeFakedClock(join(folder, "clock-of-delv"), "runs");
  const resolver = await startResolver(() => sourcesOf(hour));
  const delv = await makeDelv(folder, clock, resolver.port, anchor);
  const found: Comparison[] = [];
  try {
    for (const { at, why, questions } of looks) {
      hour = hourAt(hours, at);
      clock.set(at);
      // All at once: what takes its time is that it starts.
      const said = await Promise.all(questions.map(delv));
      for (const [index, question] of questions.entries())
        found.push({
          ...{ at, question, how: `${why}; delv`, unbound: said[index]! },
          ...judgeHour(hour, question, at),
        });
    }
  } finally {
    await resolver.stop();
  }
  return found;
}
