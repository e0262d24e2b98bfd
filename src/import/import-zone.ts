import { Fault } from "../../dns/fault.ts";
import type { Yaml } from "../../dns/fields/field.ts";
import { opaqueRdata } from "../../dns/fields/opaque.ts";
import { compareNames, isAtOrBelow, keyOf, labelsOf, type Name, printName } from "../../dns/name.ts";
import { codecOf, decode } from "../../dns/records/index.ts";
import { isOfSigning } from "../../dns/signing-types.ts";
import { SOA } from "../../dns/type-numbers.ts";
import { typeName } from "../../dns/types.ts";
import type { Octets } from "../../dns/wire.ts";
import { writeName } from "../../dns/written-name.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { printRdata } from "../../dns/zone-file/print.ts";
import { writeText } from "../zones/octodns/text-value.ts";
import { yamlValue } from "../zones/octodns/yaml-value.ts";
import { Commented, type Printable, printYaml } from "./print-yaml.ts";

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

/** The comments of a source: those of each record, and those before the first and behind the last one. */
export interface SourceComments {
  readonly of: (record: ZoneRecord) => readonly string[];
  readonly head: readonly string[];
  readonly tail: readonly string[];
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

/** Whether a record has a place in the YAML: a SOA, a ZONEMD and signatures have none. */
export function isTakenOver({ type }: Pick<ZoneRecord, "type">): boolean {
  return type !== SOA && typeName(type) !== "ZONEMD" && !isOfSigning(type);
}

/**
 * Puts a zone into our form. Nothing is dropped silently: what cannot be carried over is listed with the reason.
 *
 * @param defaultTtl the TTL in seconds that records without one get; undefined: every record says its own
 */
export function importZone(
  { origin, records }: Zone,
  defaultTtl: number | undefined,
  comments: SourceComments = NO_COMMENTS,
): ImportedZone {
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
    } else if (isOfSigning(record.type) && (isApex || !mnemonic.startsWith("C"))) {
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
  const { owners, taken } = documentOf(origin, kept, defaultTtl, left, comments);
  const lines = (texts: readonly string[]) => texts.map((text) => `# ${text}\n`).join("");
  const yaml = owners.map((owner) => `${printYaml(owner)}\n`).join("");
  return {
    origin,
    yaml: `---\n${lines(comments.head)}${yaml}${lines(comments.tail)}`,
    settings,
    kept: taken,
    left,
  };
}

const NO_COMMENTS: SourceComments = { of: () => [], head: [], tail: [] };

/** A mapping for each owner, the zone itself first, and the records that they say. */
function documentOf(
  origin: Name,
  records: readonly ZoneRecord[],
  defaultTtl: number | undefined,
  left: LeftOut[],
  comments: SourceComments,
): { readonly owners: readonly Printable[]; readonly taken: readonly ZoneRecord[] } {
  const taken: ZoneRecord[] = [];
  const owners = Map.groupBy(
    records.toSorted((a, b) => compareNames(a.owner, b.owner)),
    ({ owner }) => keyOf(owner),
  );
  const document = [...owners].map(([owner, all]): Printable => {
    const entries = [...Map.groupBy(all, (record) => record.type)].map(([type, rrset]) => {
      const what = `${printName(owner)} ${typeName(type)}`;
      const ttl = Math.min(...rrset.map((record) => record.ttl)); // an RRset has one TTL (RFC 2181 §5.2)
      if (new Set(rrset.map((record) => record.ttl)).size > 1) {
        const why = `its records have different TTLs, and an RRset has one: all got ${ttl} (RFC 2181 §5.2)`;
        left.push({ what, why });
      }
      const isGeneric = rrset.some(needsGenericForm);
      const values = rrset.map((record) => {
        const rdata = isGeneric ? record.rdata : withOneText(record);
        if (rdata !== record.rdata) {
          const why = "its strings are joined, for they are one text, and split anew every 255 octets";
          left.push({ what, why });
        }
        taken.push({ ...record, ttl, rdata });
        const value = isGeneric ? opaqueRdata.yaml(rdata) : yamlOf(record);
        // What nobody can read in the form for any type, a comment says as a zone file does.
        const readable = isGeneric ? [printRdata(type, rdata)] : [];
        return { value, comments: [...comments.of(record), ...readable] };
      });
      const [first] = values;
      const entry = {
        type: isGeneric ? `TYPE${type}` : typeName(type),
        ...(ttl === defaultTtl ? {} : { ttl }),
        ...(values.length === 1
          ? { value: first!.value }
          : { values: values.map((each) => new Commented(each.comments, each.value)) }),
      };
      return values.length === 1 ? new Commented(first!.comments, entry) : entry;
    });
    const relative = keyOf(owner) === keyOf(origin) ? "" : writeName(owner, origin);
    return { [relative]: entries.length === 1 ? entries[0]! : entries };
  });
  return { owners: document, taken };
}

/**
 * Whether only the form for any type holds the record's octets: YAML's texts are in UTF-8, and a TXT is one text there,
 * in which the strings of a service, each with a meaning of its own (RFC 6763 §6.1), would be joined.
 */
function needsGenericForm(record: ZoneRecord): boolean {
  const { owner, type, rdata } = record;
  if (isText(type) && labelsOf(owner).some(isTransport) && withOneText(record) !== rdata) return true;
  if (isText(type) && joined(rdata).includes("\\;")) return true; // as text it may mean `;`, see `readText`
  try {
    yamlOf(record);
    return false;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return true;
  }
}

/** The label above a service's own (RFC 6763 §7). */
function isTransport(label: string): boolean {
  return /^_(tcp|udp)$/i.test(label);
}

/** A `Fault` where YAML cannot hold the octets. */
function yamlOf({ type, rdata }: ZoneRecord): Yaml {
  const value = yamlValue(codecOf(type), rdata);
  return isText(type) && typeof value === "string" ? writeText(value) : value;
}

/** The data of a TXT or SPF record as YAML says it: one text, in strings of 255 octets (RFC 1035 §3.3.14). */
function withOneText({ type, rdata }: ZoneRecord): ZoneRecord["rdata"] {
  if (!isText(type)) return rdata;
  const strings = joined(rdata).match(/[\s\S]{1,255}/g) ?? [""];
  return strings.map((string) => String.fromCharCode(string.length) + string).join("");
}

/** Strings of a length octet and so many others, as one text. */
function joined(rdata: Octets): Octets {
  let text = "";
  for (let at = 0; at < rdata.length; at += 1 + rdata.charCodeAt(at)) {
    text += rdata.slice(at + 1, at + 1 + rdata.charCodeAt(at));
  }
  return text;
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
