import { Fault } from "../../../dns/fault.ts";
import { isAtOrBelow, isName, keyOf, type Name, parseName } from "../../../dns/name.ts";
import type { About } from "../../source/about.ts";
import { toAscii } from "../../source/idn.ts";
import { ABOUT_KEYS, readAboutEntry } from "../octodns/about.ts";
import type { Report } from "../octodns/zone-reading.ts";
import type { Scalar, YamlNode } from "../yaml/node.ts";
import { problemAt } from "../yaml/problem-at.ts";

/**
 * Reads `about:` of a zone: names as in the zone's file, and what holds at them and below. Undefined where there is none.
 */
export function readSubtrees(
  node: YamlNode | undefined,
  origin: Name,
  report: Report,
): ReadonlyMap<Name, About> | undefined {
  if (node?.kind !== "mapping") return undefined;
  const subtrees = new Map<Name, About>();
  for (const { key, value } of node.entries) {
    const name = nameIn(key, origin);
    if (name === undefined) report(noName(key));
    if (value.kind !== "mapping") continue;
    let about: About = {};
    for (const entry of value.entries) {
      const known = ABOUT_KEYS.find((each) => each === entry.key.text);
      if (known === undefined) continue; // the shape tells of it
      about = { ...about, ...readAboutEntry(known, entry.value, `about.${known}`, report) };
    }
    if (name !== undefined) subtrees.set(name, { ...subtrees.get(name), ...about });
  }
  return subtrees.size === 0 ? undefined : subtrees;
}

function nameIn({ text }: Scalar, origin: Name): Name | undefined {
  if (text === "") return keyOf(origin);
  try {
    const name = text.endsWith(".") ? undefined : parseName(toAscii(text, origin), origin);
    return name !== undefined && isName(name) && isAtOrBelow(name, origin) ? keyOf(name) : undefined;
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

function noName(key: Scalar): ReturnType<typeof problemAt> {
  return problemAt(key, {
    rule: "remark-name",
    message: `about has ${JSON.stringify(key.text)}; expected a name as in the zone's file`,
    help: "Write it below the zone and without a final dot, as in apps or '*.apps'; '' is all of the zone.",
  });
}
