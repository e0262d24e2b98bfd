import type { Name } from "../../dns/name.ts";
import { RECORD_TYPES, recordTypeNamed } from "../../dns/records/index.ts";
import type { AnyRecordType } from "../../dns/records/record-type.ts";
import type { Octets } from "../../dns/wire.ts";
import { parseRecord } from "../../dns/zone-file/parse.ts";
import { isReadBy } from "../iana/rr-types.ts";
import type { Random } from "./random.ts";

/**
 * Data of a type of the table: the type's example with other names, and other numbers where every number is fine.
 * `target` gives the names.
 */
export function randomRdata(random: Random, type: AnyRecordType, target: () => Name): Octets {
  switch (type.type) {
    case "A":
      return Buffer.from([192, 0, 2, random.below(256)]).toString("latin1");
    case "AAAA":
      return `\x20\x01\x0d\xb8${"\0".repeat(11)}${String.fromCharCode(random.below(256))}`;
    case "TXT":
    case "SPF":
      return Array.from({ length: 1 + random.below(3) }, () => randomString(random)).join("");
    case "SVCB":
    case "HTTPS":
      return random.chance(0.3)
        ? type.write({ svcpriority: 0, targetname: target(), svcparams: {} })
        : type.write({ ...valuesOfExample(type), svcpriority: 1 + random.below(9), targetname: target() });
    default:
      return fromExample(random, type, target);
  }
}

/** Data of a type that no server knows (RFC 3597). */
export function randomOctets(random: Random, most: number): Octets {
  return String.fromCharCode(...Array.from({ length: random.below(most + 1) }, () => random.below(256)));
}

/** The type of the table with this mnemonic. */
export function typeNamed(mnemonic: string): AnyRecordType {
  const type = recordTypeNamed(mnemonic);
  if (type === undefined) throw new Error(`Cannot make zones: the table has no ${mnemonic}`);
  return type;
}

const FREE_NUMBERS = new Set(["preference", "priority", "weight", "port", "order", "subtype", "key_tag"]);

function fromExample(random: Random, type: AnyRecordType, target: () => Name): Octets {
  const values = { ...valuesOfExample(type) };
  for (const [name, field] of Object.entries(type.fields)) {
    if (field.extent === "name") values[name] = target();
    else if (FREE_NUMBERS.has(name)) values[name] = random.below(random.pick([3, 0x10000]));
  }
  return type.write(values);
}

type ExampleValues = { readonly [name: string]: unknown };

function valuesOfExample(type: AnyRecordType): { [name: string]: unknown } {
  const known = examples.get(type.code);
  if (known !== undefined) return { ...known };
  const record = parseRecord(`example. 0 IN ${type.type} ${type.example}`);
  if (!("rdata" in record)) throw new Error(`Cannot make zones: ${type.type}'s example: ${record.message}`);
  const values = type.read(record.rdata) as ExampleValues; // an object with the type's fields
  examples.set(type.code, values);
  return { ...values };
}

const examples = new Map<number, ExampleValues>();

function randomString(random: Random): Octets {
  const length = random.weighted([
    [10, random.below(12)],
    [1, 255],
    [1, 0],
  ]);
  const text = random.chance(0.7) ? "t".repeat(length) : randomOctets(random, length);
  return String.fromCharCode(text.length) + text;
}

/** The types that all servers and signers of the run read as text. */
export const SHARED_TYPES: readonly AnyRecordType[] = RECORD_TYPES.filter(({ type }) =>
  ["BIND", "NSD", "Knot", "ldns"].every((program) => isReadBy(type, program)),
);

/**
 * The types that a name in a zone may hold without a meaning for the lookup. RRSIG and NSEC3 are made by a signer only;
 * NSEC and its like mean nothing in a zone that is not signed. KEY and SIG do, to BIND's signer.
 */
export const DATA_TYPES: readonly AnyRecordType[] = SHARED_TYPES.filter(
  ({ type }) => !["SOA", "NS", "CNAME", "DNAME", "DS", "RRSIG", "NSEC3", "KEY", "SIG"].includes(type),
);
