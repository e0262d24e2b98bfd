import type { Position } from "../../../../dns/problem.ts";
import { codecOf } from "../../../../dns/records/index.ts";
import { A, AAAA } from "../../../../dns/type-numbers.ts";
import type { Report } from "../../../zones/octodns/zone-reading.ts";
import type { Given } from "../given.ts";
import { makeRecord, type OctodnsRecord } from "../octodns-record.ts";
import { addRecord, type OctodnsZone, zoneProblem } from "../octodns-zone.ts";
import { isGiven, numberGiven, type Processor } from "./processor.ts";

/** octoDNS' AutoArpa: remembers addresses as a processor, and gives PTR records of them as a source. */
export interface AutoArpa extends Processor {
  /** Adds the PTR records of the zone. */
  readonly populate: (zone: OctodnsZone) => void;
}

/** A name that has an address; octoDNS goes by priority, then TTL, then name. */
interface Host {
  readonly priority: number;
  readonly ttl: number;
  readonly name: string;
  readonly at: Position;
}

/** The one that `manager: {auto_arpa: …}` makes. */
export function autoArpa(given: Given, report: Report): AutoArpa {
  const ttl = numberGiven(given, "ttl", 3600, report) ?? 3600;
  const most = numberGiven(given, "max_auto_arpa", 999, report) ?? 999;
  const inheritsTtl = isGiven(given, "inherit_ttl", false);
  const replace = isGiven(given, "populate_should_replace", false);
  const wildcard = given.get("wildcard_replacement") ?? undefined;
  const hosts = new Map<string, Host[]>();
  return {
    id: AUTO_ARPA,
    onSource: (zone) => {
      for (const record of zone.records.values()) {
        if (
          (record.type !== "A" && record.type !== "AAAA") ||
          (record.name === "*" && wildcard === undefined)
        )
          continue;
        const fqdn = `${record.name === "" ? "" : `${record.name}.`}${zone.name}`;
        const name = wildcard === undefined ? fqdn : fqdn.replaceAll("*", String(wildcard));
        const host = {
          priority: record.flags.autoArpaPriority,
          ttl: inheritsTtl ? record.ttl : ttl,
          name,
          at: record.at,
        };
        for (const address of addressesOf(record)) {
          const pointer = reversePointer(address);
          hosts.set(pointer, [...(hosts.get(pointer) ?? []), host]);
        }
      }
    },
    populate: (zone) => {
      for (const [pointer, all] of hosts) {
        if (!pointer.endsWith(`.${zone.name}`)) continue;
        const chosen = inOrder(all, most);
        const [first] = chosen;
        if (first === undefined) continue;
        const name = pointer.slice(0, -zone.name.length - 1);
        const made = makeRecord(
          "PTR",
          name,
          zone.origin,
          chosen.map((host) => host.name),
          first,
        );
        if (typeof made !== "string") addRecord(zone, made, { replace, lenient: zone.isLenient });
        else
          zone.report(
            zoneProblem(first.at, "octodns-source", `${pointer} has no PTR: ${made}`, "Write it out."),
          );
        zone.changes.add("PTR records are made of addresses (auto_arpa)");
      }
    },
  };
}

/** The name by which zones have it as a source. */
export const AUTO_ARPA = "auto-arpa";

function addressesOf({ rdata }: OctodnsRecord): string[] {
  return rdata
    .filter(([type]) => type === A || type === AAAA)
    .map(([type, octets]) => codecOf(type).print(octets));
}

/** Each name once, with the TTL of its first mention, up to so many. */
function inOrder(hosts: readonly Host[], most: number): Host[] {
  const sorted = hosts.toSorted(
    (a, b) => a.priority - b.priority || a.ttl - b.ttl || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  );
  const chosen: Host[] = [];
  for (const host of sorted) {
    if (chosen.some(({ name }) => name === host.name)) continue;
    chosen.push(host);
    if (chosen.length >= most) break;
  }
  return chosen;
}

/** The name below which the PTR record of an address stands (RFC 1035 §3.5, RFC 3596 §2.5). */
function reversePointer(address: string): string {
  if (!address.includes(":")) return `${address.split(".").reverse().join(".")}.in-addr.arpa.`;
  const [head = "", tail] = address.split("::");
  const groups = (text: string | undefined) => (text === undefined || text === "" ? [] : text.split(":"));
  const before = groups(head);
  const after = groups(tail);
  const zeros = tail === undefined ? [] : new Array<string>(8 - before.length - after.length).fill("0");
  const digits = [...before, ...zeros, ...after].map((group) => group.padStart(4, "0")).join("");
  return `${[...digits].reverse().join(".")}.ip6.arpa.`;
}
