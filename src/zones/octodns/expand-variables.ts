import type { AnyRecordType } from "../../../dns/records/record-type.ts";
import { suggest, writing } from "../../source/suggest.ts";
import type { Variable, Variables } from "../../source/variables.ts";
import type { Entry, Scalar, YamlNode } from "../yaml/node.ts";
import { problemAt } from "../yaml/problem-at.ts";
import type { Report } from "./zone-reading.ts";

/** A value of a record, and the variables that were in it. */
export interface ExpandedValue {
  readonly node: YamlNode;
  /** Left out where there are none. */
  readonly variables?: readonly string[];
}

/**
 * The values that one stands for: where an address belongs `$web` is all addresses of that family, where a name belongs it
 * is a name. Anywhere else a `$` is a `$`. No value where a variable is refused, which is reported.
 */
export function expandVariables(
  node: YamlNode,
  type: AnyRecordType,
  variables: Variables | undefined,
  report: Report,
): readonly ExpandedValue[] {
  if (!mayHaveVariable(node)) return [{ node }];
  const expanding: Expanding = {
    type,
    variables: variables ?? NO_VARIABLES,
    report,
    used: [],
    isRefused: false,
  };
  const family = FAMILIES[type.type];
  if (family !== undefined) {
    const nodes = addresses(node, family, expanding);
    return expanding.isRefused ? [] : nodes.map((each) => withUsed(each, expanding));
  }
  const made =
    type.names.length === 1 ? inField(node, type.names[0]!, expanding) : inMapping(node, expanding);
  return expanding.isRefused ? [] : [withUsed(made, expanding)];
}

type Family = "ipv4" | "ipv6";

const FAMILIES: { readonly [type: string]: Family | undefined } = { A: "ipv4", AAAA: "ipv6" };
const HINTS: { readonly [key: string]: Family | undefined } = { ipv4hint: "ipv4", ipv6hint: "ipv6" };
const FAMILY_WORDS = { ipv4: "IPv4", ipv6: "IPv6" } as const;
const NO_VARIABLES: Variables = new Map();

/** One value while it is looked through. */
interface Expanding {
  readonly type: AnyRecordType;
  readonly variables: Variables;
  readonly report: Report;
  readonly used: string[];
  isRefused: boolean;
}

function withUsed(node: YamlNode, { used }: Expanding): ExpandedValue {
  return used.length === 0 ? { node } : { node, variables: [...new Set(used)] };
}

/** Most values have no `$`, so this is looked at first. */
function mayHaveVariable(node: YamlNode): boolean {
  switch (node.kind) {
    case "scalar":
      return node.text.startsWith("$");
    case "sequence":
      return node.items.some(mayHaveVariable);
    case "mapping":
      return node.entries.some(({ value }) => mayHaveVariable(value));
    case "broken":
      return false;
    default:
      return node satisfies never;
  }
}

function inMapping(node: YamlNode, expanding: Expanding): YamlNode {
  if (node.kind !== "mapping") return node;
  const { type } = expanding;
  const entries = node.entries.map((entry): Entry => {
    const field = type.aliases?.[entry.key.text] ?? entry.key.text;
    return { ...entry, value: inField(entry.value, field, expanding) };
  });
  return { ...node, entries };
}

function inField(node: YamlNode, field: string, expanding: Expanding): YamlNode {
  const { type } = expanding;
  if (field === "svcparams") return inHints(node, expanding);
  return Object.hasOwn(type.fields, field) && type.fields[field]!.use !== undefined
    ? inNames(node, expanding)
    : node;
}

function inNames(node: YamlNode, expanding: Expanding): YamlNode {
  if (node.kind === "sequence") return { ...node, items: node.items.map((item) => inNames(item, expanding)) };
  if (node.kind !== "scalar") return node;
  const variable = variableAt(node, expanding);
  if (variable === undefined) return node;
  if (variable.kind === "name") return { ...node, text: variable.name, plain: false };
  refuse(
    node,
    expanding,
    `${node.text} stands for addresses; expected a name`,
    "Write a name, or a variable of one.",
  );
  return node;
}

function inHints(node: YamlNode, expanding: Expanding): YamlNode {
  if (node.kind !== "mapping") return node;
  const entries = node.entries.map((entry): Entry => {
    const family = HINTS[entry.key.text];
    if (family === undefined || !mayHaveVariable(entry.value)) return entry;
    const { source, offset } = entry.value;
    const items = itemsOf(entry.value).flatMap((item) => addresses(item, family, expanding));
    return { ...entry, value: { kind: "sequence", source, offset, items } };
  });
  return { ...node, entries };
}

function itemsOf(node: YamlNode): readonly YamlNode[] {
  return node.kind === "sequence" ? node.items : [node];
}

/** All addresses of a family that a value stands for; what is no variable stands for itself. */
function addresses(node: YamlNode, family: Family, expanding: Expanding): readonly YamlNode[] {
  if (node.kind !== "scalar") return [node];
  const variable = variableAt(node, expanding);
  if (variable === undefined) return [node];
  const words = FAMILY_WORDS[family];
  if (variable.kind === "name") {
    const message = `${node.text} stands for the name ${variable.name}; expected ${words} addresses`;
    refuse(node, expanding, message, "Write addresses, or a variable of some.");
    return [];
  }
  const found = variable[family];
  if (found.length === 0) {
    const { file, line } = variable.at;
    const help = `Add one at ${file}:${line}, or remove this record.`;
    refuse(node, expanding, `${node.text} has no ${words} address`, help);
  }
  return found.map((text) => ({ ...node, text, plain: false }));
}

/** The variable that stands there; undefined where there is none, or where it is refused. */
function variableAt(node: Scalar, expanding: Expanding): Variable | undefined {
  const name = WRITTEN.exec(node.text)?.[1];
  if (name === undefined) return undefined;
  const variable = expanding.variables.get(name);
  if (variable !== undefined) {
    expanding.used.push(name);
    return variable;
  }
  expanding.isRefused = true;
  const meant = suggest(name, expanding.variables.keys());
  expanding.report(
    problemAt(node, {
      rule: "variable-unknown",
      message: `There is no variable ${node.text}`,
      help:
        meant === undefined
          ? `Write \`names: {${name}: …}\` in _config.yaml, or the value itself here.`
          : `Did you mean "$${meant}"?`,
      ...(meant !== undefined && { fix: writing(`$${meant}`) }),
    }),
  );
  return undefined;
}

const WRITTEN = /^\$([A-Za-z][A-Za-z0-9_-]*)$/;

function refuse(node: Scalar, expanding: Expanding, message: string, help: string): void {
  expanding.isRefused = true;
  const { type, report } = expanding;
  report(problemAt(node, { rule: "variable-kind", message: `${type.type} ${message}`, help }));
}
