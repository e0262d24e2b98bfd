import { Fault } from "../fault.ts";
import type { Tokens } from "../tokens.ts";
import { type Octets, Reader, type Writer } from "../wire.ts";
import type { Field, Yaml } from "./field.ts";
import { INVALID_KEY, type SvcParam, svcParamNamed, svcParamOf } from "./svc-param.ts";

/** The parameters of SVCB and HTTPS by name, in the order of their numbers; octoDNS has the same shape in YAML. */
export interface SvcParams {
  readonly mandatory?: readonly string[];
  readonly alpn?: readonly Octets[];
  readonly "no-default-alpn"?: true;
  readonly port?: number;
  readonly ipv4hint?: readonly string[];
  readonly ech?: Octets;
  readonly ipv6hint?: readonly string[];
  readonly dohpath?: string;
  readonly ohttp?: true;
  readonly "tls-supported-groups"?: readonly number[];
  readonly [other: `key${number}`]: Octets;
}

/** The parameters, which take the rest of the rdata: ascending keys, each once (RFC 9460 §2.1 and §2.2). */
export const svcParams: Field<SvcParams> = {
  schema: {
    type: "object",
    properties: Object.fromEntries(
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(svcParamOf).map((param) => [param.name, param.schema]),
    ),
    patternProperties: { "^key[0-9]{1,5}$": svcParamOf(INVALID_KEY - 1).schema },
    additionalProperties: false,
  },
  accept: acceptParams,
  yaml: (params) => {
    const yaml: { [name: string]: Yaml } = {};
    for (const [param, value] of entriesOf(params)) yaml[param.name] = param.yaml(value);
    return yaml;
  },
  print: (params) =>
    entriesOf(params)
      .map(([param, value]) => {
        const text = param.print(value);
        return text === undefined ? param.name : `${param.name}=${text}`;
      })
      .join(" "),
  parse: (tokens, out) => {
    const given: [SvcParam, unknown][] = [];
    while (tokens.left > 0) given.push(takeParam(tokens));
    writeParams(inOrder(given), out);
  },
  write: writeParams,
  read: readParams,
  extent: "rest",
  fallback: {},
};

function acceptParams(yaml: unknown): SvcParams {
  if (yaml === null || yaml === "") return {};
  if (typeof yaml !== "object" || Array.isArray(yaml)) {
    throw new Fault("is no mapping; expected keys such as alpn", "Write for example {alpn: [h2, h3]}.");
  }
  return inOrder(
    Object.entries(yaml).map(([name, value]) => {
      const param = named(name, [name]);
      return [param, within(name, [name], () => param.accept(value))];
    }),
  );
}

/** Takes `key` or `key=value`; a value in quotes is a token of its own that follows the `=` without a space. */
function takeParam(tokens: Tokens): [SvcParam, unknown] {
  tokens.take("a key such as alpn");
  const { text, end } = tokens;
  const equals = text.indexOf("=");
  const name = equals === -1 ? text : text.slice(0, equals);
  if (tokens.quoted) throw unknownKey(text, []);
  let value = equals === -1 ? "" : text.slice(equals + 1);
  if (equals === text.length - 1 && tokens.left > 0) {
    tokens.take("a value");
    if (tokens.quoted && tokens.start === end + 1) value = tokens.text;
    else tokens.untake();
  }
  const param = named(name, []);
  return [param, within(name, [], () => param.parse(value))];
}

function writeParams(params: SvcParams, out: Writer): void {
  for (const [param, value] of entriesOf(params)) {
    out.u16(param.key);
    const lengthAt = out.length;
    out.u16(0);
    param.write(value, out);
    const length = out.length - lengthAt - 2;
    if (length > 0xffff) {
      throw new Fault(`${param.name} is ${length} octets long; expected 65535 at most`, "Shorten it.");
    }
    out.bytes[lengthAt] = length >>> 8;
    out.bytes[lengthAt + 1] = length;
  }
}

function readParams(wire: Reader): SvcParams {
  const params: { [name: string]: unknown } = {};
  let last = -1;
  while (wire.left > 0) {
    const key = wire.u16();
    if (key === INVALID_KEY) throw unknownKey(`key${key}`, []);
    if (key <= last) {
      throw new Fault(
        `has key ${key} after key ${last}; expected keys that ascend`,
        "Sort the keys.",
        "svcb-keys",
      );
    }
    last = key;
    const param = svcParamOf(key);
    const value = Reader.of(wire.octets(wire.u16()));
    params[param.name] = within(param.name, [], () => {
      const read = param.read(value);
      value.finish();
      return read;
    });
  }
  return params as SvcParams; // each parameter's own `read` made the value under its name
}

function inOrder(given: readonly (readonly [SvcParam, unknown])[]): SvcParams {
  const params: { [name: string]: unknown } = {};
  for (const [param, value] of given.toSorted(([a], [b]) => a.key - b.key)) {
    if (Object.hasOwn(params, param.name)) {
      throw new Fault(`has ${param.name} twice`, "Write each key once (RFC 9460 §2.1).", "svcb-keys");
    }
    params[param.name] = value;
  }
  return params as SvcParams; // each parameter's own `accept` or `parse` made the value under its name
}

function entriesOf(params: SvcParams): [SvcParam, unknown][] {
  return Object.entries(params)
    .map(([name, value]): [SvcParam, unknown] => [named(name, []), value])
    .sort(([a], [b]) => a.key - b.key);
}

function named(name: string, path: readonly string[]): SvcParam {
  const param = svcParamNamed(name);
  if (param === undefined) throw unknownKey(name, path);
  return param;
}

function unknownKey(name: string, path: readonly string[]): Fault {
  return new Fault(
    `has the key ${JSON.stringify(name)}; expected a registered key such as alpn, or keyNNN`,
    "Write key and its number, such as key65400, where a key has no name here.",
    "svcb-keys",
    path,
  );
}

/** A fault of one parameter begins with its name, and its path with `path`. */
function within<Value>(name: string, path: readonly string[], make: () => Value): Value {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new Fault(`${name} ${error.message}`, error.help, error.rule, [...path, ...error.path]);
  }
}
