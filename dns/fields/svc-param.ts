import { Fault } from "../fault.ts";
import { type Octets, Reader, type Writer } from "../wire.ts";
import { base64Of, octetsOfBase64 } from "./base64.ts";
import { MAX_STRING_LENGTH } from "./character-string.ts";
import { escapeText, unescapeText } from "./escapes.ts";
import type { Schema, Yaml } from "./field.ts";
import { acceptInteger } from "./integer.ts";
import { ipv4 } from "./ipv4.ts";
import { ipv6 } from "./ipv6.ts";
import { acceptItems, readAll, some, someItems, splitList, unique } from "./svc-param-list.ts";
import { acceptText, scalarText, shown, textOf } from "./yaml-text.ts";

/** A parameter of SVCB and HTTPS: what its value is in YAML, in a zone file and on the wire (RFC 9460 §7 and §14.3.2). */
export interface SvcParam<Value = unknown> {
  readonly key: number;
  readonly name: string;
  readonly schema: Schema;
  readonly accept: (yaml: unknown) => Value;
  readonly yaml: (value: Value) => Yaml;
  /** What stands after the `=`; undefined where nothing does. */
  readonly print: (value: Value) => string | undefined;
  /** The value for the text after the `=`, without its quotes but with its escapes; "" when there is none. */
  readonly parse: (text: string) => Value;
  readonly write: (value: Value, out: Writer) => void;
  readonly read: (wire: Reader) => Value;
}

/** The parameter with this name: a registered one in lower case, or `keyNNN`. Undefined for anything else. */
export function svcParamNamed(name: string): SvcParam | undefined {
  const known = byName.get(name);
  if (known !== undefined) return known;
  if (!/^key(?:0|[1-9][0-9]{0,4})$/.test(name)) return undefined;
  const key = Number(name.slice(3));
  if (key >= INVALID_KEY) return undefined;
  return byKey.has(key) ? inOctets(svcParamOf(key)) : svcParamOf(key);
}

/** The parameter with this number. */
export function svcParamOf(key: number): SvcParam {
  return byKey.get(key) ?? (opaque(key) as SvcParam); // only ever given the values that it made itself
}

/** The last number is no key: it is reserved as "Invalid key" (RFC 9460 §14.3.2). */
export const INVALID_KEY = 65535;

const MANDATORY = 0;

/** The keys that a client must understand, as names in the order of their numbers (RFC 9460 §8). */
const mandatory: SvcParam<readonly string[]> = {
  key: MANDATORY,
  name: "mandatory",
  schema: list("Keys that a client must understand to use the record"),
  accept: (yaml) => namesOf(acceptItems(yaml, (item) => keyNamed(scalarText(item)))),
  yaml: (names) => names,
  print: (names) => names.join(","),
  parse: (text) => namesOf(someItems(text).map(keyNamed)),
  write: (names, out) => {
    for (const name of names) out.u16(keyNamed(name));
  },
  read: (wire) => namesOf(some(readAll(wire, () => wire.u16())), true),
};

/** The protocols that the endpoint speaks (RFC 9460 §7.1). */
const alpn: SvcParam<readonly Octets[]> = {
  key: 1,
  name: "alpn",
  schema: { ...list("Protocols that the endpoint speaks, for example h2 and h3"), minItems: 1 },
  accept: (yaml) => some(acceptItems(yaml, (item) => protocol(acceptText(item)))),
  yaml: (ids) => ids.map(textOf),
  print: (ids) => quoteIfNeeded(ids.map((id) => id.replace(/[\\,]/g, "\\$&")).join(",")),
  parse: (text) => some(splitList(unescapeText(text)).map(protocol)),
  write: (ids, out) => {
    for (const id of ids) {
      out.u8(protocol(id).length);
      out.octets(id);
    }
  },
  read: (wire) => some(readAll(wire, () => protocol(wire.octets(wire.u8())))),
};

const port: SvcParam<number> = {
  key: 3,
  name: "port",
  schema: { type: "integer", minimum: 0, maximum: 65535, description: "Port of the endpoint" },
  accept: (yaml) => acceptInteger(yaml, 65535),
  yaml: (value) => value,
  print: String,
  parse: (text) => acceptInteger(text, 65535),
  write: (value, out) => out.u16(value),
  read: (wire) => wire.u16(),
};

/** An Encrypted ClientHello configuration (key 5, reserved by RFC 9460 §14.3.2). */
const ech: SvcParam<Octets> = {
  key: 5,
  name: "ech",
  schema: { type: "string", minLength: 1, description: "Encrypted ClientHello configuration in Base64" },
  accept: (yaml) => octetsOfBase64(scalarText(yaml)),
  yaml: base64Of,
  print: base64Of,
  parse: octetsOfBase64,
  write: (octets, out) => out.octets(octets),
  read: (wire) => nonEmpty(wire.rest()),
};

/** The path of a DNS-over-HTTPS server: a relative URI template with the variable `dns` (RFC 9461 §5). */
const dohpath: SvcParam<string> = {
  key: 7,
  name: "dohpath",
  schema: {
    type: "string",
    examples: ["/dns-query{?dns}"],
    description: "URI template of a DNS-over-HTTPS server",
  },
  accept: (yaml) => template(scalarText(yaml)),
  yaml: (path) => path,
  print: (path) => quoteIfNeeded(acceptText(path)),
  parse: (text) => template(textOf(unescapeText(text))),
  write: (path, out) => out.octets(acceptText(path)),
  read: (wire) => template(textOf(wire.rest())),
};

/** Key agreement groups of TLS by their numbers, best first (key 9, draft-ietf-tls-key-share-prediction). */
const tlsSupportedGroups: SvcParam<readonly number[]> = {
  key: 9,
  name: "tls-supported-groups",
  schema: {
    type: "array",
    items: { type: "integer", minimum: 0, maximum: 65535 },
    minItems: 1,
    uniqueItems: true,
    description: "Numbers of TLS groups, best first",
  },
  accept: (yaml) => unique(some(acceptItems(yaml, (item) => acceptInteger(item, 65535)))),
  yaml: (groups) => groups,
  print: (groups) => groups.join(","),
  parse: (text) => unique(someItems(text).map((item) => acceptInteger(item, 65535))),
  write: (groups, out) => {
    for (const group of groups) out.u16(group);
  },
  read: (wire) => unique(some(readAll(wire, () => wire.u16()))),
};

const byKey = new Map<number, SvcParam>(
  [
    mandatory,
    alpn,
    flag(2, "no-default-alpn", "The endpoint does not speak the default protocol"),
    port,
    hint(4, "ipv4hint", ipv4),
    ech,
    hint(6, "ipv6hint", ipv6),
    dohpath,
    flag(8, "ohttp", "The endpoint is a target for Oblivious HTTP (RFC 9540)"),
    tlsSupportedGroups,
    // Each is only ever given the values that it made itself.
  ].map((param) => [param.key, param as SvcParam]),
);
const byName = new Map<string, SvcParam>([...byKey.values()].map((param) => [param.name, param]));

/** A parameter whose presence says it all (RFC 9460 §7.1, RFC 9540 §4). */
function flag(key: number, name: string, description: string): SvcParam<true> {
  return {
    key,
    name,
    schema: { type: "null", description },
    accept: (yaml) =>
      present(yaml === null || ["null", "~", "true"].includes(scalarText(yaml)) ? "" : scalarText(yaml)),
    yaml: () => null,
    print: () => undefined,
    parse: present,
    write: () => {},
    read: (wire) => present(wire.rest()),
  };

  function present(text: string): true {
    if (text === "") return true;
    throw new Fault(`has the value ${shown(text)}; expected none`, `Write \`${name}\` alone.`);
  }
}

/** Addresses at which a client may try before it has looked them up (RFC 9460 §7.3). */
function hint(key: 4 | 6, name: string, address: typeof ipv4): SvcParam<readonly string[]> {
  const octets = key === 4 ? 4 : 16;
  return {
    key,
    name,
    schema: { ...list("Addresses of the endpoint"), items: address.schema, minItems: 1 },
    accept: (yaml) => some(acceptItems(yaml, address.accept)),
    yaml: (addresses) => addresses,
    print: (addresses) => addresses.join(","),
    parse: (text) => someItems(text).map(address.accept),
    write: (addresses, out) => {
      for (const each of addresses) address.write(each, out);
    },
    read: (wire) => {
      if (wire.left % octets !== 0)
        throw new Fault(`is ${wire.left} octets long; expected a multiple of ${octets}`, HELP);
      return some(readAll(wire, () => address.read(wire)));
    },
  };
}

/** A parameter whose meaning we don't know: its octets (RFC 9460 §2.1). In YAML with the escapes of a zone file. */
function opaque(key: number): SvcParam<Octets> {
  return {
    key,
    name: `key${key}`,
    schema: { anyOf: [{ type: "string" }, { type: "null" }] },
    accept: (yaml) => (yaml === null ? "" : unescapeText(acceptText(yaml))),
    yaml: (octets) => escapeText(octets),
    print: (octets) => (octets === "" ? undefined : quoteIfNeeded(octets)),
    parse: unescapeText,
    write: (octets, out) => out.octets(octets),
    read: (wire) => wire.rest(),
  };
}

/** A registered parameter under its number: the text is the octets of its value (RFC 9460 §2.1). */
function inOctets(param: SvcParam): SvcParam {
  return {
    ...param,
    accept: (yaml) => valueIn(unescapeText(acceptText(yaml))),
    parse: (text) => valueIn(unescapeText(text)),
  };

  function valueIn(octets: Octets): unknown {
    const wire = Reader.of(octets);
    const value = param.read(wire);
    wire.finish();
    return value;
  }
}

function list(description: string): Schema {
  return { type: "array", items: { type: "string" }, uniqueItems: true, description };
}

/** The names of mandatory keys in the order of the wire, which `ascending` says they must already have. */
function namesOf(keys: readonly number[], ascending = false): readonly string[] {
  const sorted = ascending ? keys : keys.toSorted((a, b) => a - b);
  if (sorted.some((key, index) => index > 0 && key < sorted[index - 1]!)) {
    throw new Fault("has keys that do not ascend", HELP, "svcb-keys");
  }
  if (sorted[0] === MANDATORY) {
    throw new Fault(
      "has mandatory itself; expected other keys (RFC 9460 §8)",
      "Remove it.",
      "svcb-mandatory",
    );
  }
  return unique(some(sorted).map((key) => svcParamOf(key).name));
}

function keyNamed(name: string): number {
  const param = svcParamNamed(name);
  if (param !== undefined) return param.key;
  throw new Fault(
    `has the key ${JSON.stringify(name)}; expected a registered name or keyNNN`,
    HELP,
    "svcb-keys",
  );
}

function protocol(id: Octets): Octets {
  if (id.length >= 1 && id.length <= MAX_STRING_LENGTH) return id;
  throw new Fault(`has a protocol of ${id.length} octets; expected 1 to ${MAX_STRING_LENGTH}`, HELP);
}

function template(path: string): string {
  const expressions = path.match(/\{[^{}]*\}/g) ?? [];
  if (path.startsWith("/") && expressions.some((each) => /\bdns\b/.test(each))) return path;
  throw new Fault(
    `is ${JSON.stringify(path)}; expected a path with the variable dns (RFC 9461 §5)`,
    "Write for example /dns-query{?dns}.",
  );
}

function nonEmpty(octets: Octets): Octets {
  if (octets === "") throw new Fault("is empty; expected a value", HELP);
  return octets;
}

function quoteIfNeeded(octets: Octets): string {
  return /^[!#-'*-:<-[\]-~]+$/.test(octets) ? octets : `"${escapeText(octets)}"`;
}

const HELP = "See RFC 9460 §7 for the values of each key.";
