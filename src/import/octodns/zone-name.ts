import { domainToUnicode } from "node:url";
import { Fault } from "../../../dns/fault.ts";
import { isName, keyOf, type Name, parseName } from "../../../dns/name.ts";
import { toAscii } from "../../source/idn.ts";

/** octoDNS' `idna_encode`: in lower case, with A-labels. A text when it is no name. */
export function toEncoded(name: string): { readonly name: string; readonly origin: Name } | string {
  if (!name.endsWith(".")) return `${JSON.stringify(name)} has no final dot`;
  try {
    const encoded = toAscii(name.toLowerCase());
    const origin = parseName(encoded);
    return isName(origin) ? { name: encoded, origin: keyOf(origin) } : origin.message;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return `${JSON.stringify(name)} ${error.message}`;
  }
}

/** octoDNS' `idna_decode`: A-labels as letters. */
export function toDecoded(name: string): string {
  const decode = (label: string) => (label.startsWith("xn--") ? domainToUnicode(label) || label : label);
  return name.toLowerCase().split(".").map(decode).join(".");
}

/** The zones below each zone that a configuration has, relative to it (`configured_sub_zones`). */
export function subZonesOf(zones: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const below = new Map(zones.map((zone): [string, string[]] => [zone, []]));
  for (const zone of zones) {
    for (let dot = zone.indexOf("."); dot !== -1; dot = zone.indexOf(".", dot + 1)) {
      below.get(zone.slice(dot + 1))?.push(zone.slice(0, dot));
    }
  }
  return below;
}
