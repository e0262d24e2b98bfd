import type { Name } from "../../dns/name.ts";
import type { Problem } from "../../dns/problem.ts";
import type { Base } from "../plan/pull-request.ts";
import type { PublishedZones } from "../published/published.ts";
import type { Shown } from "../serial/shown.ts";
import type { SourceZone } from "../source/source-zone.ts";

/** What zones are compared with: the zones of a commit or a folder, or what nameservers show. */
export type LiveBase = {
  /** What it is, as a phrase: `the last commit, 0b5e0b5e0b5e`. */
  readonly words: string;
} & (
  | {
      readonly kind: "zones";
      readonly base: Base;
      /** Where it is one. */
      readonly commit?: string;
      /** What is shown of a zone; left out where nobody is asked, and serials are those of this machine. */
      readonly shownOf?: (origin: Name) => readonly Shown[];
    }
  | { readonly kind: "published"; readonly shown: PublishedZones }
);

/**
 * Where a base is from; asked at each look, so that it gives the very one of before as long as that holds. Undefined where
 * there is nothing to compare with.
 */
export type FindBase = (zones: readonly SourceZone[]) => Promise<LiveBase | undefined>;

/** The base whose problems are looked for once, when somebody first wants to know. */
export function withProblemsOnce(base: Base): Base {
  const { problems: find } = base;
  if (find === undefined) return base;
  let found: readonly Problem[] | undefined;
  const problems = () => {
    found ??= find();
    return found;
  };
  return { ...base, problems };
}
