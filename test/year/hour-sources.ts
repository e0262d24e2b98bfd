import type { Source, Sources } from "./authorities.ts";
import { HOUR, type Hour } from "./lived-year.ts";

/** Who answers for what in an hour: each from the version that he had. */
export function sourcesOf({ root, parent, servers }: Hour): Sources {
  const [one, two, three] = servers.map(
    (version): Source =>
      () =>
        version,
  ) as [Source, Source, Source]; // as many
  return { root: () => root, parent: () => parent, year: [one, two, three] };
}

/** What holds at a time; before the first hour and after the last one, what held in it. */
export function hourAt(hours: readonly Hour[], at: number): Hour {
  const index = Math.floor((at - hours[0]!.at) / HOUR);
  return hours[Math.min(Math.max(index, 0), hours.length - 1)]!;
}
