import { isAtOrBelow, type Name } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import { entryOf, type Mapping } from "../zones/yaml/node.ts";
import { problemAt } from "../zones/yaml/problem-at.ts";
import type { Scope } from "./invariant.ts";
import { ADDRESS_TYPES } from "./judge-resolved.ts";
import type { Kind, ScopeKey } from "./kinds.ts";
import { itemsOf, type Report, readNames, readType, requireInZones, requireZone } from "./read-names.ts";

const KEYS: readonly ScopeKey[] = ["zones", "below", "types"];

/**
 * Reads what narrows an invariant; what makes no sense for its kind is told.
 *
 * @param kind undefined when there is none: what is written is looked at all the same
 */
export function readScope(
  mapping: Mapping,
  kind: Kind | undefined,
  report: Report,
  origins: readonly Name[] | undefined,
): Scope {
  for (const { key } of mapping.entries) {
    const scopeKey = KEYS.find((each) => each === key.text);
    if (scopeKey === undefined || kind === undefined || kind.scope.includes(scopeKey)) continue;
    report(
      problemAt(key, {
        rule: "invariant-scope",
        message: `${key.text} narrows nothing here: ${kind.kind} ${kind.scope.length === 0 ? "says itself what it is about" : `takes ${kind.scope.join(" and ")}`}`,
        help: `Remove ${key.text}.`,
      }),
    );
  }
  const zones = readNames(entryOf(mapping, "zones"), "zones", report);
  const below = readNames(entryOf(mapping, "below"), "below", report);
  const types = itemsOf(entryOf(mapping, "types")).flatMap((node) => {
    const type = readType(node, "types", report);
    if (type !== undefined && kind?.kind === "addresses" && !ADDRESS_TYPES.includes(type)) {
      report(
        problemAt(node, {
          rule: "invariant-scope",
          message: `types is ${typeName(type)}, which has no addresses; expected A or AAAA`,
          help: "Write A or AAAA, or leave types out.",
        }),
      );
    }
    return type === undefined ? [] : [type];
  });
  for (const each of zones) requireZone(each, "zones", origins, report);
  for (const each of below) {
    // A name above a zone has the whole zone below it.
    if (origins?.some((origin) => isAtOrBelow(origin, each.name))) continue;
    requireInZones(each, "below", origins, report);
  }
  if (
    kind?.kind === "unchanged" &&
    !mapping.entries.some(({ key }) => KEYS.some((each) => each === key.text))
  ) {
    report(
      problemAt(entryOf(mapping, "unchanged") ?? mapping, {
        rule: "invariant-scope",
        message: "unchanged is about everything, so that no change could go out",
        help: "Narrow it with zones, below or types.",
      }),
    );
  }
  return { zones: zones.map(({ name }) => name), below: below.map(({ name }) => name), types };
}
