import type { ParentView } from "./delegation.ts";

const MOST_NAMED = 3;

/**
 * Which of the parent's servers say something, in short: all of them, or those by name. No number of all stands in it,
 * so that a sentence stays the same where one of them is silent for once.
 */
export function whoSays(these: readonly ParentView[], all: readonly ParentView[]): string {
  if (these.length === all.length) return all.length === 1 ? all[0]!.server.name : "all servers asked";
  const named = these.slice(0, MOST_NAMED).map(({ server }) => `${server.name} ${server.address}`);
  const more = these.length - named.length;
  return `${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}, and not the others`;
}
