import { childOf, keyOf, type Name, parentOf } from "../../../dns/name.ts";
import type { About } from "../../source/about.ts";
import type { Remarks } from "../../source/source-zone.ts";
import type { ZoneReading } from "./zone-reading.ts";

/** What a record says for itself, and what `about` of the zone's settings says of its name where it says nothing. */
export function withSubtree(
  remarks: Remarks | undefined,
  owner: Name | undefined,
  { config: { about }, origin }: Pick<ZoneReading, "config" | "origin">,
): Remarks | undefined {
  if (about === undefined || owner === undefined) return remarks;
  const said = saidOf(keyOf(owner), keyOf(origin), about);
  return said.length === 0 ? remarks : Object.assign({ disable: [] }, ...said, remarks);
}

/** What is said of the subtrees that a name lies in, the widest first. */
function saidOf(owner: Name, origin: Name, about: ReadonlyMap<Name, About>): About[] {
  const said: About[] = [];
  for (let name = owner; ; name = parentOf(name)) {
    // `*.apps` is about what lies below apps, the wildcard among it.
    const below = name === owner ? undefined : about.get(childOf("*", name));
    const here = about.get(name);
    if (below !== undefined && !said.includes(below)) said.unshift(below);
    if (here !== undefined) said.unshift(here);
    if (name.length <= origin.length) return said;
  }
}
