import { Fault } from "../fault.ts";
import type { Field, ValueOf } from "../fields/field.ts";
import type { Tokens } from "../tokens.ts";
import { type Octets, Reader, Writer } from "../wire.ts";

/** The fields of a record's data by their names. */
// biome-ignore lint/suspicious/noExplicitAny: a field's value type stands in both directions, so only any fits all
export type Fields = { readonly [name: string]: Field<any> };

/** The values of the fields, by their names. */
export type Values<F extends Fields> = { readonly [K in keyof F]: ValueOf<F[K]> };

/** What a record type is, in one place; `records/index.ts` has one line for each. */
export interface RecordTypeEntry<Type extends string, F extends Fields> {
  /** Mnemonic in upper case, as in a zone file. */
  readonly type: Type;
  /** The type's number (IANA DNS parameters). */
  readonly code: number;
  /** Where the rdata is defined, for example `RFC 1035 §3.3.9`. */
  readonly rfc: string;
  /** What a record of this type says, in a phrase without a final stop, for editors and the reference. */
  readonly about: string;
  /** One rdata in zone file text, names absolute, as `print` gives it. */
  readonly example: string;
  /** In the order of the wire. With a single field, YAML gives its value directly instead of a mapping. */
  readonly fields: F;
  /** What each field says, in a phrase without a final stop, for editors. */
  readonly describe: { readonly [K in keyof F]: string };
  /** At most one record of this type at a name (CNAME, DNAME, SOA). */
  readonly single?: boolean;
  /** Why nobody should publish the type any more and what took its place: a sentence without its final stop. */
  readonly obsolete?: string;
  /** The field whose name gets its addresses into the additional section. */
  readonly additional?: keyof F & string;
  /** Other names under which octoDNS files give a field: old name → field. */
  readonly aliases?: { readonly [alias: string]: keyof F & string };
  /**
   * Another form in which octoDNS files give the whole value: old name → field. A mapping has that form when it has
   * one of these names that is neither a field's nor an alias.
   */
  readonly oldForm?: { readonly [oldName: string]: keyof F & string };
  /** What no single field can see: why the values do not fit together, or are not what a reader will know. */
  readonly check?: (values: Values<F>) => Refusal | undefined;
}

/** Why values do not fit together. */
export interface Refusal {
  /** The field at fault, where there is one. */
  readonly field?: string;
  /** Id of the rule. */
  readonly rule: string;
  /** A sentence without its final stop. */
  readonly message: string;
  readonly help: string;
  /**
   * Every receiver can read the data all the same, whatever becomes of them: a nameserver serves them. Without it they are no
   * data of the type to those who read with care, who may drop the whole answer.
   */
  readonly readable?: true;
}

/** An entry with what follows from it. */
export interface RecordType<Type extends string = string, F extends Fields = Fields>
  extends RecordTypeEntry<Type, F> {
  /** The fields' names in order. */
  readonly names: readonly (keyof F & string)[];
  /** Reads the tokens of one rdata and writes its wire form. A fault's message begins with the field's name. */
  readonly parse: (tokens: Tokens, out: Writer) => void;
  /** Rdata in wire form to values. */
  readonly read: (rdata: Octets) => Values<F>;
  /** Values to rdata in wire form. */
  readonly write: (values: Values<F>) => Octets;
  /** The value of the single field to rdata in wire form, of a type that has but one. */
  readonly writeOnly: (value: unknown) => Octets;
  /** Rdata in wire form to zone file text. */
  readonly print: (rdata: Octets) => string;
  /** Reads rdata in a message, where names may be compressed, up to the reader's end; gives plain wire form. */
  readonly expand: (wire: Reader) => Octets;
}

/** A record type whose fields are only known at run time. */
// biome-ignore lint/suspicious/noExplicitAny: fields stand in both directions, so only any fits every entry
export interface AnyRecordType extends Omit<RecordType<string, any>, "fields"> {
  readonly fields: Fields;
}

/** Makes a record type of its entry. */
export function recordType<const Type extends string, F extends Fields>(
  entry: RecordTypeEntry<Type, F>,
): RecordType<Type, F> {
  const names = Object.keys(entry.fields);
  const fields = Object.values(entry.fields);
  const scratch = new Writer(512);
  const label = (index: number) => (fields.length === 1 ? entry.type : `${entry.type} ${names[index]}`);

  return { ...entry, names, parse, read, write, writeOnly, print, expand };

  function parse(tokens: Tokens, out: Writer): void {
    const begin = out.length;
    for (let index = 0; index < fields.length; index++) {
      try {
        fields[index]!.parse(tokens, out, begin);
      } catch (error) {
        throw named(error, label(index));
      }
    }
    if (tokens.left > 0) {
      tokens.take("nothing more");
      throw new Fault(
        `${entry.type} has ${JSON.stringify(tokens.text)} after its last field`,
        "Remove it, or quote a text that has spaces.",
      );
    }
    if (out.length - begin > MAX_RDATA_LENGTH) throw named(tooLong(out.length - begin), entry.type);
  }

  function readFrom(wire: Reader): Values<F> {
    const values: { [name: string]: unknown } = {};
    const start = wire.at;
    for (let index = 0; index < fields.length; index++) {
      try {
        values[names[index]!] = fields[index]!.read(wire, start);
      } catch (error) {
        throw named(error, label(index));
      }
    }
    finish(wire);
    return values as Values<F>; // every key of the entry was read just above
  }

  function finish(wire: Reader): void {
    try {
      wire.finish();
    } catch (error) {
      throw named(error, entry.type);
    }
  }

  function read(rdata: Octets): Values<F> {
    return readFrom(open(rdata));
  }

  function write(values: Values<F>): Octets {
    scratch.length = 0;
    for (let index = 0; index < fields.length; index++) {
      try {
        fields[index]!.write(values[names[index]!], scratch, 0);
      } catch (error) {
        throw named(error, label(index));
      }
    }
    return written();
  }

  function writeOnly(value: unknown): Octets {
    scratch.length = 0;
    try {
      fields[0]!.write(value, scratch, 0);
    } catch (error) {
      throw named(error, entry.type);
    }
    return written();
  }

  function written(): Octets {
    if (scratch.length > MAX_RDATA_LENGTH) throw named(tooLong(scratch.length), entry.type);
    return scratch.since(0);
  }

  function print(rdata: Octets): string {
    const wire = open(rdata);
    let line = "";
    for (let index = 0; index < fields.length; index++) {
      let text: string;
      try {
        text = fields[index]!.print(fields[index]!.read(wire, 0));
      } catch (error) {
        throw named(error, label(index));
      }
      if (text !== "") line = line === "" ? text : `${line} ${text}`;
    }
    finish(wire);
    return line;
  }

  function expand(wire: Reader): Octets {
    return write(readFrom(wire));
  }
}

/** A reader over the data until the next call: values hold copies, so all types can share one buffer. */
function open(rdata: Octets): Reader {
  if (rdata.length > opened.length) opened = Buffer.alloc(2 * rdata.length);
  for (let at = 0; at < rdata.length; at++) opened[at] = rdata.charCodeAt(at);
  return new Reader(opened, 0, rdata.length);
}

let opened = Buffer.alloc(512);

/** Octets in the data of a record: its length has two octets (RFC 1035 §3.2.1). */
export const MAX_RDATA_LENGTH = 0xffff;

function tooLong(length: number): Fault {
  return new Fault(`is ${length} octets long; expected ${MAX_RDATA_LENGTH} at most`, "Shorten it.");
}

function named(error: unknown, label: string): unknown {
  return error instanceof Fault
    ? new Fault(`${label} ${error.message}`, error.help, error.rule, error.path)
    : error;
}
