import { Fault } from "../../dns/fault.ts";
import type { Yaml } from "../../dns/fields/field.ts";
import { compareNames, isAtOrBelow, keyOf, type Name, printName } from "../../dns/name.ts";
import { codecOf, decode } from "../../dns/records/index.ts";
import { SOA } from "../../dns/type-numbers.ts";
import { typeName } from "../../dns/types.ts";
import { writeName } from "../../dns/written-name.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { writeText } from "../zones/octodns/text-value.ts";
import { yamlValue } from "../zones/octodns/yaml-value.ts";
import { printYaml } from "./print-yaml.ts";

/** A zone in our form, and what of it has no place there. */
export interface ImportedZone {
  readonly origin: Name;
  /** The zone's YAML. */
  readonly yaml: string;
  /** What belongs into `_config.yaml` for this zone. */
  readonly settings: { readonly [key: string]: Yaml };
  /** Records that were taken over; the SOA is among the settings. */
  readonly kept: readonly ZoneRecord[];
  readonly left: readonly LeftOut[];
}

/** Records that were not taken over. */
export interface LeftOut {
  /** `12 RRSIG records`, or a record in zone file form. */
  readonly what: string;
  /** A sentence without its final stop. */
  readonly why: string;
  /** The zone published it, and does no more: the import is not whole. */
  readonly isLost?: true;
}

/** Records that say something of the signed zone alone, and are wrong as soon as anything changes. */
const SIGNING = new Set(["RRSIG", "NSEC", "NSEC3", "NSEC3PARAM", "DNSKEY", "CDS", "CDNSKEY"]);

/**
 * Puts a zone into our form. Nothing is dropped silently: what cannot be carried over is listed with the reason.
 *
 * @param defaultTtl the TTL in seconds that records without one get; undefined: every record says its own
 */
export function importZone({ origin, records }: Zone, defaultTtl: number | undefined): ImportedZone {
  const left: LeftOut[] = [];
  const settings: { [key: string]: Yaml } = {};
  const kept: ZoneRecord[] = [];
  const counted = new Map<string, number>();
  for (const record of records) {
    const mnemonic = typeName(record.type);
    const isApex = keyOf(record.owner) === keyOf(origin);
    if (record.type === SOA && isApex) {
      Object.assign(settings, settingsOf(record));
    } else if (!isAtOrBelow(keyOf(record.owner), keyOf(origin))) {
      left.push({ what: printName(record.owner), why: "it does not lie in the zone", isLost: true });
    } else if (mnemonic === "ZONEMD" && isApex) {
      left.push({ what: "the ZONEMD record", why: "every rendering makes its own" });
    } else if (SIGNING.has(mnemonic) && (isApex || !mnemonic.startsWith("C"))) {
      counted.set(mnemonic, (counted.get(mnemonic) ?? 0) + 1);
    } else {
      kept.push(record);
    }
  }
  for (const [mnemonic, count] of counted) {
    left.push({
      what: `${count} ${mnemonic} ${count === 1 ? "record" : "records"}`,
      why: "signatures are of the zone as it was signed; have the parent remove its DS before you switch",
    });
  }
  // Otherwise a backslash before a semicolon would be octoDNS' way to write that.
  if (kept.some(({ type, rdata }) => isText(type) && rdata.includes("\\;")))
    settings.escaped_semicolons = false;
  const { document, taken } = documentOf(origin, kept, defaultTtl, left);
  // The apex first: an object would have names that are numbers before it.
  const { "": apex, ...below } = document;
  const parts = [apex === undefined ? {} : { "": apex }, below].filter(
    (part) => Object.keys(part).length > 0,
  );
  const yaml = parts.map((part) => `${printYaml(part)}\n`).join("");
  return { origin, yaml: `---\n${yaml}`, settings, kept: taken, left };
}

/** The document, and the records that it says. */
function documentOf(
  origin: Name,
  records: readonly ZoneRecord[],
  defaultTtl: number | undefined,
  left: LeftOut[],
): { readonly document: { readonly [name: string]: Yaml }; readonly taken: readonly ZoneRecord[] } {
  const document: { [name: string]: Yaml } = {};
  const taken: ZoneRecord[] = [];
  const owners = Map.groupBy(
    records.toSorted((a, b) => compareNames(a.owner, b.owner)),
    ({ owner }) => keyOf(owner),
  );
  for (const [owner, all] of owners) {
    const entries: Yaml[] = [];
    for (const [type, rrset] of Map.groupBy(all, (record) => record.type)) {
      const ttl = Math.min(...rrset.map((record) => record.ttl)); // an RRset has one TTL (RFC 2181 §5.2)
      const values = rrset.flatMap((record) => {
        const yaml = yamlOf(record);
        if ("fault" in yaml) {
          left.push({ what: `${printName(owner)} ${typeName(type)}`, why: yaml.fault, isLost: true });
          return [];
        }
        const rdata = withOneText(record);
        if (rdata !== record.rdata) {
          const why = "its strings are joined, for they are one text, and split anew every 255 octets";
          left.push({ what: `${printName(owner)} ${typeName(type)}`, why });
        }
        taken.push({ ...record, ttl, rdata });
        return [yaml.value];
      });
      if (new Set(rrset.map((record) => record.ttl)).size > 1) {
        left.push({
          what: `${printName(owner)} ${typeName(type)}`,
          why: `its records have different TTLs, and an RRset has one: all got ${ttl} (RFC 2181 §5.2)`,
        });
      }
      const [first] = values;
      if (first === undefined) continue;
      entries.push({
        type: typeName(type),
        ...(ttl === defaultTtl ? {} : { ttl }),
        ...(values.length === 1 ? { value: first } : { values }),
      });
    }
    const relative = keyOf(owner) === keyOf(origin) ? "" : writeName(owner, origin);
    if (entries.length > 0) document[relative] = entries.length === 1 ? entries[0]! : entries;
  }
  return { document, taken };
}

function yamlOf({ type, rdata }: ZoneRecord): { readonly value: Yaml } | { readonly fault: string } {
  try {
    const value = yamlValue(codecOf(type), rdata);
    return { value: isText(type) && typeof value === "string" ? writeText(value) : value };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { fault: `its data ${error.message}` };
  }
}

/** The data of a TXT or SPF record as YAML says it: one text, in strings of 255 octets (RFC 1035 §3.3.14). */
function withOneText({ type, rdata }: ZoneRecord): ZoneRecord["rdata"] {
  if (!isText(type)) return rdata;
  let text = "";
  for (let at = 0; at < rdata.length; at += 1 + rdata.charCodeAt(at)) {
    text += rdata.slice(at + 1, at + 1 + rdata.charCodeAt(at));
  }
  const strings = text.match(/[\s\S]{1,255}/g) ?? [""];
  return strings.map((string) => String.fromCharCode(string.length) + string).join("");
}

function isText(type: number): boolean {
  return ["TXT", "SPF"].includes(typeName(type));
}

function settingsOf(record: ZoneRecord): { readonly [key: string]: Yaml } {
  const soa = decode(SOA, record.rdata);
  if (soa.type !== "SOA") return {};
  const { mname, rname, refresh, retry, expire, minimum, serial } = soa;
  return {
    // Secondaries that have the zone never take a smaller one.
    serial_above: serial,
    soa: {
      mname: writeName(mname),
      rname: writeName(rname),
      refresh,
      retry,
      expire,
      minimum,
      ttl: record.ttl,
    },
  };
}

/** The TTL that most of the records have, in seconds. */
export function usualTtl(records: readonly ZoneRecord[]): number | undefined {
  const counts = Map.groupBy(records, ({ ttl }) => ttl);
  return [...counts].sort(([, a], [, b]) => b.length - a.length)[0]?.[0];
}
