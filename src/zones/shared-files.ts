import type { ZoneSource } from "./load.ts";
import type { Included } from "./yaml/included.ts";
import { isSnippet } from "./yaml/snippet.ts";

/** Files in which the same line says something else for each zone: templates and snippets; how many zones use each. */
export type SharedFiles = ReadonlyMap<string, number>;

/** Finds the files that zones share. */
export function sharedFiles(zones: readonly ZoneSource[]): SharedFiles {
  const users = new Map<string, number>();
  const ofTemplates = new Map<Included, ReadonlySet<string>>();
  for (const { files, template } of zones) {
    const found = new Set<string>(template === undefined ? [] : [template.file]);
    for (const { included } of template === undefined ? files : [template, ...files]) {
      const known = ofTemplates.get(included) ?? snippetsIn(included, new Set());
      ofTemplates.set(included, known);
      for (const file of known) found.add(file);
    }
    for (const file of found) users.set(file, (users.get(file) ?? 0) + 1);
  }
  return users;
}

function snippetsIn(included: Included, found: Set<string>): ReadonlySet<string> {
  for (const each of included.values()) {
    if (!isSnippet(each) || found.has(each.source.file)) continue;
    found.add(each.source.file);
    snippetsIn(each.included, found);
  }
  return found;
}
