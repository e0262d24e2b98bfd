import type { Problem } from "../../../dns/problem.ts";
import { meaning } from "../../source/suggest.ts";
import { unknownKey } from "../schema/check-shape.ts";
import { describe, isNull, type Mapping, type Placed, type YamlNode } from "./node.ts";
import type { Placeholders } from "./placeholders.ts";
import { problemAt } from "./problem-at.ts";

/** The key under which an included file says what it wants to be told. */
export const ARGUMENTS = "$arguments";

/** What an included file wants to be told, by the words that stand in braces in it. */
export type Arguments = ReadonlyMap<string, Argument>;

/** One of these. */
export interface Argument {
  /** What holds where nothing is said; left out where something must be. */
  readonly fallback?: string;
  /** What it is for, as a text for people. */
  readonly about?: string;
}

/** What was given, with its places. */
export type Given = ReadonlyMap<string, Placed & { readonly text: string }>;

/**
 * Reads `$arguments: {key: {about: …, default: …}}`; a text alone is the same as `about`.
 *
 * @param reserved words that stand for something else
 */
export function readArguments(
  node: YamlNode,
  reserved: readonly string[],
  report: (problem: Problem) => void,
): Arguments {
  const found = new Map<string, Argument>();
  if (node.kind === "broken" || isNull(node)) return found;
  if (node.kind !== "mapping") {
    report(wrongKind(node, ARGUMENTS, "a mapping of words to what they are for"));
    return found;
  }
  for (const { key, value } of node.entries) {
    const isWord = /^[a-z][a-z0-9-]*$/.test(key.text);
    if (!isWord || key.text === "file" || reserved.includes(key.text)) report(noWord(key, reserved));
    else found.set(key.text, readArgument(key.text, value, report));
  }
  return found;
}

function readArgument(name: string, node: YamlNode, report: (problem: Problem) => void): Argument {
  if (node.kind === "broken" || isNull(node)) return {};
  if (node.kind === "scalar") return { about: node.text };
  if (node.kind === "sequence") {
    report(wrongKind(node, `${ARGUMENTS}.${name}`, "a text, or {about: …, default: …}"));
    return {};
  }
  let argument: Argument = {};
  for (const { key, value } of node.entries) {
    if (key.text !== "about" && key.text !== "default") {
      report(unknownKey(key, key.text, `${ARGUMENTS}.${name}`, ["about", "default"]));
    } else if (value.kind !== "scalar") {
      if (value.kind !== "broken") report(wrongKind(value, `${ARGUMENTS}.${name}.${key.text}`, "a text"));
    } else {
      argument = { ...argument, [key.text === "about" ? "about" : "fallback"]: value.text };
    }
  }
  return argument;
}

/** What the words of a file stand for by what was given; everything that is wrong with that is reported. */
export function takeArguments(
  wanted: Arguments,
  given: Given,
  include: Placed & { readonly path: string },
  report: (problem: Problem) => void,
): Placeholders | undefined {
  let isWhole = true;
  const refuse = (problem: Problem) => {
    isWhole = false;
    report(problem);
  };
  for (const [name, place] of given) if (!wanted.has(name)) refuse(unknownArgument(name, place, wanted));
  const words = new Map<string, string>();
  for (const [name, { fallback, about }] of wanted) {
    const text = given.get(name)?.text ?? fallback;
    if (text !== undefined) words.set(name, text);
    else refuse(missing(name, about, include));
  }
  return isWhole ? words : undefined;
}

/** What stands beside `file` in `!include {file: …}`; undefined, with the reasons told, where something is no text. */
export function givenIn({ entries }: Mapping, report: (problem: Problem) => void): Given | undefined {
  const given = new Map<string, Placed & { readonly text: string }>();
  let isWhole = true;
  for (const { key, value } of entries) {
    if (key.text === "file") continue;
    if (value.kind === "scalar" && !isNull(value)) {
      given.set(key.text, { text: value.text, source: key.source, offset: key.offset });
      continue;
    }
    isWhole = false;
    if (value.kind !== "broken") report(noText(key.text, value));
  }
  return isWhole ? given : undefined;
}

function noText(name: string, value: YamlNode): Problem {
  return problemAt(value, {
    rule: "wrong-kind",
    message: `!include ${name} is ${describe(value)}; expected a text`,
    help: `Write \`${name}: …\` with a single value; an empty text is written ''.`,
  });
}

function unknownArgument(name: string, place: Placed, wanted: Arguments): Problem {
  return problemAt(place, {
    rule: "include-argument",
    message: `The included file knows no ${JSON.stringify(name)}`,
    ...(wanted.size === 0
      ? { help: `It takes nothing: remove ${name}.` }
      : meaning(name, [...wanted.keys()])),
  });
}

function missing(name: string, about: string | undefined, include: Placed & { path: string }): Problem {
  const example = `Write \`!include {file: ${include.path}, ${name}: …}\``;
  return problemAt(include, {
    rule: "include-argument",
    message: `${JSON.stringify(include.path)} wants to be told ${name}`,
    help: about === undefined ? `${example}.` : `${example}: ${about.replace(/\.$/, "")}.`,
  });
}

function noWord(key: Placed & { readonly text: string }, reserved: readonly string[]): Problem {
  return problemAt(key, {
    rule: "include-argument",
    message: `${ARGUMENTS} has ${JSON.stringify(key.text)}, which cannot be an argument`,
    help: `Write small letters, digits and dashes; ${["file", ...reserved].join(", ")} stand for something else.`,
  });
}

function wrongKind(node: YamlNode, what: string, expected: string): Problem {
  return problemAt(node, {
    rule: "wrong-kind",
    message: `${what} is ${describe(node)}; expected ${expected}`,
    help: "Write for example `$arguments: {key: {about: what it is for, default: x}}`, and {key} where it belongs.",
  });
}
