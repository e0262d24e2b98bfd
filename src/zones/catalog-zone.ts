import { createHash } from "node:crypto";
import { childOf, keyOf, type Name, printName, ROOT } from "../../dns/name.ts";
import type { Position, Problem } from "../../dns/problem.ts";
import { recordTypeNamed } from "../../dns/records/index.ts";
import { NS, PTR, SOA, TXT } from "../../dns/type-numbers.ts";
import type { Octets } from "../../dns/wire.ts";
import type { ZoneConfig } from "../source/config.ts";
import type { SourceRecord, SourceZone } from "../source/source-zone.ts";

/**
 * The catalog of zones (RFC 9432 §4, schema version 2): a zone with a PTR for each of them, so that a secondary learns
 * by its transfer which there are. The label of a member follows from its name alone: another one would make the secondary
 * forget the zone and take it anew. Nobody resolves names in it, so its TTLs are 0.
 *
 * @param at where `_config.yaml` names it
 */
export function catalogZone(
  origin: Name,
  members: readonly Name[],
  config: ZoneConfig,
  at: Position,
): SourceZone {
  const record = (owner: Name, type: number, rdata: Octets): SourceRecord => ({
    owner,
    type,
    ttl: 0,
    rdata,
    at,
    nameAt: at,
  });
  const { refresh, retry, expire, minimum } = config.soa;
  const timers = { refresh, retry, expire, minimum };
  const soa = recordTypeNamed("SOA")!.write({ mname: INVALID, rname: INVALID, serial: 0, ...timers });
  const zones = childOf("zones", origin);
  return {
    origin,
    role: "catalog",
    file: at.file,
    config,
    records: [
      record(origin, SOA, soa),
      record(origin, NS, INVALID),
      record(childOf("version", origin), TXT, "\x012"),
      ...members.map((member) => record(childOf(memberLabel(member), zones), PTR, keyOf(member))),
    ],
  };
}

/** What is wrong with the name of a catalog; undefined where nothing is. */
export function catalogProblem(origin: Name, members: readonly Name[], at: Position): Problem | undefined {
  const isZone = members.some((member) => keyOf(member) === keyOf(origin));
  const fault = isZone
    ? "has the name of a zone with a file"
    : origin === ROOT
      ? "is the root"
      : origin.length > LONGEST
        ? `has ${origin.length} octets, and its members' names more than 255`
        : undefined;
  if (fault === undefined) return undefined;
  const message = `The catalog ${printName(origin)} ${fault}`;
  const help = "Give the catalog a name of its own, such as catalog.example.";
  return { ...at, rule: "catalog-name", severity: "error", message, help };
}

const INVALID = "\x07invalid\0" as Name; // RFC 9432 §4: the NS that says that there is none

const DIGITS = 32; // hexadecimal, of a hash that has to tell zones apart

const LONGEST = 255 - (1 + "zones".length) - (1 + DIGITS); // octets of its name (RFC 1035 §2.3.4)

function memberLabel(member: Name): string {
  return createHash("sha256").update(keyOf(member), "latin1").digest("hex").slice(0, DIGITS);
}
