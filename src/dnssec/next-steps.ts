import { type Name, printName } from "../../dns/name.ts";
import { span } from "../../dns/span.ts";
import { keyName } from "./judge-keys.ts";
import { registrarLines } from "./registrar.ts";
import type { ZoneKey, ZoneKeys } from "./zone-keys.ts";
import { zoneState } from "./zone-state.ts";

/**
 * What comes next for a zone, in lines for a person. What has to be looked at elsewhere (what all nameservers answer, what all
 * servers of the parent have) is told as such; nothing is taken for done because time has passed.
 */
export function nextSteps(origin: Name, zone: ZoneKeys | undefined): string[] {
  const name = printName(origin).slice(0, -1);
  const state = zoneState(zone);
  if (zone === undefined) return [`\`zonepipe dnssec enable ${name}\` makes a key and signs the zone.`];
  const wait = span(zone.ttl);
  const entries = zone.keys.filter(({ role, state }) => role !== "zsk" && state === "active");
  switch (state) {
    case "unsigned":
      return [];
    case "signed":
      return [
        "Have the private half on every machine, and release: the zone is signed from then on.",
        `When every nameserver has answered the DNSKEY for ${wait}, secondaries too, the parent gets the DS.`,
        "At the registrar:",
        ...indented(entries.flatMap((key) => registrarLines(origin, key))),
        ...askedLines(zone, entries),
      ];
    case "secure":
      return ["Nothing. Keep the DS at the parent as long as the zone is signed."];
    case "rolling":
      return zone.keys.flatMap((key) => rollingLines(key, wait));
    case "leaving":
      return [
        "Have the DS removed at the parent: where it looks at CDS, it does so by itself after the next release; otherwise remove it at the registrar.",
        "When no server of the parent has a DS any more, and the TTL of the DS has passed since, signing may end:",
        `  zonepipe dnssec disable ${name} --ds-is-gone`,
      ];
    default:
      return state satisfies never;
  }
}

function askedLines({ cds }: ZoneKeys, entries: readonly ZoneKey[]): string[] {
  const isAsked = cds === "keys" && entries.some(({ ds }) => ds === "wanted");
  return isAsked
    ? ["CDS and CDNSKEY ask the parent for it; many registries look at them once a day (RFC 7344)."]
    : [];
}

function rollingLines(key: ZoneKey, wait: string): string[] {
  const name = `Key ${keyName(key)}`;
  switch (key.state) {
    case "early":
      return [
        `${name} signs, and is published when its signatures have been at every nameserver for the greatest TTL.`,
      ];
    case "published":
      return [`${name} may sign when every nameserver has answered it for ${wait}.`];
    case "retired":
      return [
        `${name} may go when its signatures are forgotten: the greatest TTL after every nameserver ceased to give them.`,
      ];
    case "late":
      return [
        `${name} may go when no cache has it any more: ${wait} after every nameserver ceased to give it.`,
      ];
    case "foreign":
      return [`${name} is another provider's, and stays as long as that one answers for the zone.`];
    case "active":
      switch (key.ds) {
        case "wanted":
          return [`${name} waits for its DS at the parent.`];
        case "leaving":
          return [`${name} waits for its DS to go from the parent, and for the TTL of that DS after it.`];
        case "absent":
        case "seen":
          return [];
        default:
          return key.ds satisfies never;
      }
    default:
      return key.state satisfies never;
  }
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
