import type { RrsetChange } from "../plan/changes.ts";

/**
 * Who is in charge of what changes, `Owners: web team, apps team and 2 more`: by the `owner` of records that come and go.
 * Undefined where nobody says it of any.
 */
export function ownersSentence(changes: readonly RrsetChange[]): string | undefined {
  const owners = new Set<string>();
  for (const { added, removed } of changes)
    for (const records of [added, removed])
      for (const { remarks } of records) if (remarks?.owner !== undefined) owners.add(remarks.owner.trim());
  if (owners.size === 0) return undefined;
  const named = [...owners]
    .sort()
    .slice(0, MOST_NAMED)
    .map((owner) => (owner.length > MOST_LETTERS ? `${owner.slice(0, MOST_LETTERS - 1)}…` : owner));
  const more = owners.size - named.length;
  return `Owners: ${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

const MOST_NAMED = 10;
const MOST_LETTERS = 60; // of one of them
