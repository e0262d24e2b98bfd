import { Fault } from "../../../../dns/fault.ts";
import { ipv6 } from "../../../../dns/fields/ipv6.ts";
import { toAscii } from "../../../source/idn.ts";
import { entryOf } from "../../../zones/yaml/node.ts";
import { type OctodnsRecord, octodnsText } from "../octodns-record.ts";
import { type PythonValue, pythonText, pythonValue } from "../python-value.ts";

/**
 * The texts that octoDNS compares with patterns, one for each value of a record. Undefined for types whose text hangs
 * on how Python writes numbers.
 */
export function matchTexts(record: OctodnsRecord): string[] | undefined {
  const { written, type, made } = record;
  if (written === undefined) return made.map((value) => (type === "TXT" ? octodnsText(value) : value));
  const node = entryOf(written.node, "values") ?? entryOf(written.node, "value");
  const given = node === undefined ? [] : pythonValue(node);
  const values: readonly PythonValue[] = Array.isArray(given) ? given : [given as PythonValue];
  const texts = values.map((value) => textOf(type, value, written.config.escapedSemicolons));
  const known = texts.filter((text) => text !== undefined);
  return known.length === texts.length ? [...known, ...made] : undefined;
}

function textOf(type: string, value: PythonValue, hasEscapes: boolean): string | undefined {
  if (typeof value !== "object" || value === null) {
    const text = pythonText(value);
    return text === undefined ? undefined : textOfOne(type, text, hasEscapes);
  }
  if (Array.isArray(value)) return undefined;
  const fields = value as { readonly [key: string]: PythonValue }; // what is no list is a mapping
  const field = (...keys: string[]) =>
    pythonText(keys.map((key) => fields[key]).find((each) => each !== undefined));
  const number = (...keys: string[]) => wholeNumber(field(...keys));
  const name = (...keys: string[]) => encoded(field(...keys));
  switch (type) {
    case "MX":
      return joined(number("preference", "priority"), name("exchange", "value"));
    case "SRV":
      return joined(number("priority"), number("weight"), number("port"), name("target"));
    case "CAA":
      return joined(number("flags") ?? "0", field("tag"), quoted(field("value")));
    case "SSHFP":
      return joined(number("algorithm"), number("fingerprint_type"), field("fingerprint")?.toLowerCase());
    case "TLSA":
      return joined(
        number("certificate_usage") ?? "0",
        number("selector") ?? "0",
        number("matching_type") ?? "0",
        field("certificate_association_data")?.toLowerCase(),
      );
    case "DS":
      return "public_key" in fields || "flags" in fields
        ? joined(number("flags"), number("protocol"), number("algorithm"), field("public_key")?.toLowerCase())
        : joined(
            number("key_tag"),
            number("algorithm"),
            number("digest_type"),
            field("digest")?.toLowerCase(),
          );
    case "URI":
      return joined(number("priority"), number("weight"), quoted(name("target")));
    case "NAPTR":
      return joined(
        number("order"),
        number("preference"),
        quoted(field("flags")?.toUpperCase()),
        quoted(field("service")),
        quoted(field("regexp")),
        field("replacement"),
      );
    default:
      return undefined;
  }
}

function textOfOne(type: string, text: string, hasEscapes: boolean): string | undefined {
  switch (type) {
    case "TXT":
    case "SPF":
      return octodnsText(hasEscapes ? text : text.replaceAll(";", "\\;"));
    case "A":
    case "OPENPGPKEY":
      return text;
    case "AAAA":
      return canonicalAddress(text);
    case "CNAME":
    case "DNAME":
    case "ALIAS":
    case "NS":
    case "PTR":
      return encoded(text);
    default:
      return undefined;
  }
}

function canonicalAddress(text: string): string | undefined {
  try {
    return ipv6.accept(text);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return undefined;
  }
}

function encoded(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  try {
    return toAscii(name.toLowerCase());
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return undefined;
  }
}

function wholeNumber(text: string | undefined): string | undefined {
  return text !== undefined && /^[0-9]+$/.test(text) ? String(Number(text)) : undefined;
}

function quoted(text: string | undefined): string | undefined {
  return text === undefined ? undefined : `"${text}"`;
}

function joined(...parts: (string | undefined)[]): string | undefined {
  return parts.includes(undefined) ? undefined : parts.join(" ");
}
