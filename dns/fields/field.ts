import type { Tokens } from "../tokens.ts";
import type { Reader, Writer } from "../wire.ts";

/** A JSON Schema (draft-07) fragment. */
export type Schema = { readonly [keyword: string]: unknown };

/** A value as it stands in YAML. */
export type Yaml = string | number | boolean | null | readonly Yaml[] | { readonly [key: string]: Yaml };

/**
 * How long a field is on the wire, so that code which only needs to find a name in rdata can step over the
 * rest: a count of octets; a name; a character-string (length octet first); the octets that a prefix leaves
 * over of an IPv6 address, the prefix's length in the octet before (A6); or everything up to the end of the
 * rdata, which is also said where the length hangs on other fields and nobody needs it.
 */
export type Extent = number | "name" | "string" | "suffix" | "rest";

/**
 * What a name in rdata allows: `compress` may be compressed in a message (the types of RFC 1035, RFC 3597 §4)
 * and is in lower case in canonical form; `lower` is in lower case there but never compressed (RFC 4034
 * §6.2); `keep` is neither.
 */
export type NameUse = "compress" | "lower" | "keep";

/**
 * A kind of field of a record's data. `Value` is what rules and plans work with: a number, a text, a `Name`,
 * a plain object. All faces throw a `Fault` for what they refuse; its message continues a sentence that
 * begins with the name of the field, as in `preference ` + `is "ten"; expected a whole number from 0 to
 * 65535`.
 */
export interface Field<Value> {
  /** What stands in YAML, for editors and for ajv. */
  readonly schema: Schema;
  /**
   * The value for what stood in YAML: text for a scalar (as written), else an array or object of the same.
   */
  readonly accept: (yaml: unknown) => Value;
  /** What stands in YAML for the value: `accept(yaml(value))` is the value. */
  readonly yaml: (value: Value) => Yaml;
  /** Presentation form, ready for a zone file: escaped and quoted where it must be. */
  readonly print: (value: Value) => string;
  /**
   * Takes one or more tokens of a zone file and writes their wire form. `start`, here and below, is where the
   * rdata begins, for fields that hang on one before them.
   */
  readonly parse: (tokens: Tokens, out: Writer, start?: number) => void;
  /** Writes the wire form. */
  readonly write: (value: Value, out: Writer, start?: number) => void;
  /** Reads the wire form, strictly: what it would not write, it refuses. */
  readonly read: (wire: Reader, start?: number) => Value;
  readonly extent: Extent;
  /**
   * Only for names: fields whose extent is `name`, and those of extent `rest` that hold names, or one, or
   * none.
   */
  readonly use?: NameUse;
  /** The value where YAML may leave the key out. */
  readonly fallback?: Value;
}

/** The value type of a field kind. */
export type ValueOf<F> = F extends Field<infer Value> ? Value : never;

/** The same kind of field, which YAML may leave out. */
export function withDefault<Value>(field: Field<Value>, fallback: Value): Field<Value> {
  return { ...field, fallback, schema: { ...field.schema, default: fallback } };
}
