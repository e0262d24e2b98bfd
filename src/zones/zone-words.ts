import { type Name, parentOf, printName, printRelative, ROOT } from "../../dns/name.ts";
import type { Placeholders, ZONE_WORDS } from "./yaml/placeholders.ts";

/**
 * What placeholders of a zone stand for: `{zone}`, its name without the final dot; `{label}`, the first label of that;
 * `{zone-dashes}`, the name with dashes in place of its dots, as Microsoft 365 wants it.
 */
export function zoneWords(origin: Name): Placeholders {
  const zone = printName(origin).slice(0, -1);
  const label = origin === ROOT ? "" : printRelative(origin, parentOf(origin));
  const words: { readonly [word in (typeof ZONE_WORDS)[number]]: string } = {
    zone,
    label,
    "zone-dashes": zone.replaceAll(".", "-"),
  };
  return new Map(Object.entries(words));
}
