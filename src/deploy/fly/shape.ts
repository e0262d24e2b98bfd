import { WorldError } from "../../files/world-error.ts";

/** A value in JSON that flyctl printed, and where it stands, for a message. */
export interface Value {
  /** What was asked for, and the way to the value: `machine list: [0].image_ref`. */
  readonly at: string;
  readonly value: unknown;
}

const MAX_LENGTH = 16 * 1024 * 1024; // characters; a machine takes about 3,000

/**
 * Reads JSON that flyctl printed for a command. Lines before it are left out: a version of flyctl may print a warning where
 * its answer belongs.
 */
export function readJson(command: string, text: string): Value {
  if (text.length > MAX_LENGTH)
    throw unexpected({ at: command, value: undefined }, "less than 16 MiB of JSON");
  for (const start of beginnings(text)) {
    try {
      return { at: command, value: JSON.parse(text.slice(start)) };
    } catch {
      // It was a line of something else.
    }
  }
  throw unexpected({ at: command, value: text.slice(0, SHOWN) }, "JSON");
}

const MOST_BEGINNINGS = 20; // each costs a look at the whole text

/** Where the text and its lines begin as JSON does. */
function beginnings(text: string): number[] {
  const lines = [...text.matchAll(/^(?:[[{]|null\s*$)/gm)].map(({ index }) => index);
  return [0, ...lines.filter((index) => index > 0)].slice(0, MOST_BEGINNINGS);
}

/** The items of a list; Go prints an empty one as `null`. */
export function items({ at, value }: Value): Value[] {
  if (value === null) return [];
  if (!Array.isArray(value)) throw unexpected({ at, value }, "a list");
  return value.map((item: unknown, index) => ({ at: `${at}[${index}]`, value: item }));
}

/** A member of an object; its value is undefined where there is none. */
export function member({ at, value }: Value, name: string): Value {
  if (!isObject(value)) throw unexpected({ at, value }, "an object");
  return { at: `${at}.${name}`, value: value[name] ?? undefined }; // Go prints a missing pointer as null
}

/** A text that is there and says something. */
export function text({ at, value }: Value): string {
  if (typeof value !== "string" || value === "") throw unexpected({ at, value }, "a text");
  return value;
}

/** A text, or `""` where there is none: Go leaves out what is empty. */
export function optionalText({ at, value }: Value): string {
  if (value === undefined) return "";
  if (typeof value !== "string") throw unexpected({ at, value }, "a text");
  return value;
}

/** A text of a form. */
export function textLike(value: Value, pattern: RegExp, expected: string): string {
  const found = text(value);
  if (!pattern.test(found)) throw unexpected(value, expected);
  return found;
}

/** A whole number. */
export function wholeNumber({ at, value }: Value): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value)) {
    throw unexpected({ at, value }, "a whole number");
  }
  return value;
}

/** Texts by name; none where there is no such object. */
export function texts({ at, value }: Value): { readonly [name: string]: string } {
  if (value === undefined) return {};
  if (!isObject(value)) throw unexpected({ at, value }, "an object");
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      optionalText({ at: `${at}.${name}`, value: each ?? undefined }),
    ]),
  );
}

/** What to throw when a value is not as flyctl is known to print it. */
export function unexpected({ at, value }: Value, expected: string): WorldError {
  const found = value === undefined ? "missing" : JSON.stringify(value).slice(0, SHOWN);
  return new WorldError(`Cannot read what flyctl printed, ${at}: it is ${found}; expected ${expected}`);
}

const SHOWN = 80; // characters of a value in a message

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
