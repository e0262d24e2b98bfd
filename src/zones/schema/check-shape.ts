import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import type { Schema } from "../../../dns/fields/field.ts";
import type { Problem } from "../../../dns/problem.ts";
import { meaning } from "../../source/suggest.ts";
import { describe, isNull, type Placed, type YamlNode } from "../yaml/node.ts";
import type { Plain } from "../yaml/plain.ts";
import { problemAt } from "../yaml/problem-at.ts";
import { shapeOf } from "./shape.ts";

/** Tells what does not fit in a node whose plain data are given; none when everything does. */
export type ShapeCheck = (node: YamlNode, plain: Plain) => readonly Problem[];

/**
 * Compiles a check of the shape that a schema asks for.
 *
 * @param nameOf what to call the value at a path, to begin a message with: `MX exchange`
 * @param keys what to propose to somebody who wrote no mapping
 */
export function shapeCheck(
  schema: Schema,
  nameOf: (path: readonly string[]) => string,
  keys: readonly string[],
): ShapeCheck {
  const accepts = ajv.compile(shapeOf(schema));
  return (node, plain) => problemsOf(accepts, node, plain, { schema, nameOf, keys });
}

/**
 * The same for a mapping of which each file has a few keys out of many: what stands below a key is compiled for the first file
 * that has it. All of the settings' schema would take longer than reading the zones of most repositories.
 */
export function shapeCheckByKeys(schema: Schema, nameOf: (path: readonly string[]) => string): ShapeCheck {
  const shape = shapeOf(schema);
  const properties = Object.entries((shape.properties ?? {}) as Schema); // JSON Schema says so
  const compiled = new Map<string, ValidateFunction>();
  return (node, plain) => {
    const isThere = (key: string) => plain !== null && typeof plain === "object" && Object.hasOwn(plain, key);
    const id = properties.map(([key]) => (isThere(key) ? "1" : "0")).join("");
    let accepts = compiled.get(id);
    if (accepts === undefined) {
      const asked = properties.map(([key, value]) => [key, isThere(key) ? value : true]);
      accepts = ajv.compile({ ...shape, properties: Object.fromEntries(asked) });
      compiled.set(id, accepts);
    }
    return problemsOf(accepts, node, plain, { schema, nameOf, keys: [] });
  };
}

interface Asked {
  readonly schema: Schema;
  readonly nameOf: (path: readonly string[]) => string;
  readonly keys: readonly string[];
}

function problemsOf(
  accepts: ValidateFunction,
  node: YamlNode,
  plain: Plain,
  { schema, nameOf, keys }: Asked,
): readonly Problem[] {
  if (accepts(plain)) return NONE;
  return (accepts.errors ?? []).flatMap((error) => explain(error, node, nameOf, schema, keys));
}

// Our own schemas are checked by a test, so they need not be in every run.
const ajv = new Ajv({
  allErrors: true,
  verbose: true,
  allowUnionTypes: true,
  validateSchema: false,
  strict: false,
  code: { optimize: false }, // a third of the time to compile: a run checks few values, and V8 optimises, too
});

const NONE: readonly Problem[] = [];

function explain(
  error: ErrorObject,
  root: YamlNode,
  nameOf: (path: readonly string[]) => string,
  schema: Schema,
  keys: readonly string[],
): Problem[] {
  const path = error.instancePath.split("/").slice(1).map(pointerStep);
  const node = follow(root, path);
  const what = nameOf(path);
  switch (error.keyword) {
    case "additionalProperties": {
      const { additionalProperty: key } = error.params as { additionalProperty: string }; // ajv's type of the keyword
      return [unknownKey(keyNode(node, key), key, what, knownKeys(error))];
    }
    case "required": {
      const { missingProperty: key } = error.params as { missingProperty: string }; // likewise
      return [
        problemAt(node, {
          rule: "missing-key",
          message: `${what} has no ${key}`,
          help: `Add \`${key}: …\`${descriptionOf(schema, path, key)}.`,
        }),
      ];
    }
    case "type":
      return node.kind === "broken" ? [] : [wrongKind(node, what, error, path.length === 0 ? keys : [])];
    case "false schema":
      return [
        problemAt(node, {
          rule: "unknown-key",
          message: `${what} stands there under two names`,
          help: "Keep one of the two keys; they mean the same.",
        }),
      ];
    case "uniqueItems":
      return [
        problemAt(node, {
          rule: "duplicate-item",
          message: `${what} has an item twice`,
          help: "Write it once.",
        }),
      ];
    case "minItems":
      return [
        problemAt(node, {
          rule: "missing-value",
          message: `${what} is an empty list; expected one item at least`,
          help: "Write the items, or remove the key.",
        }),
      ];
    default:
      return []; // `if` and the like only say that something below them failed, which is told there
  }
}

function wrongKind(node: YamlNode, what: string, error: ErrorObject, keys: readonly string[]): Problem {
  const { type } = error.params as { type: string | string[] }; // ajv's type of the keyword
  const expected = EXPECTED[String(type)] ?? "another kind of value";
  const empty = isNull(node);
  return problemAt(node, {
    rule: empty ? "missing-value" : "wrong-kind",
    message: `${what} is ${describe(node)}; expected ${expected}`,
    help:
      type === "object" && keys.length > 0
        ? `Write its keys: ${keys.map((key) => `${key}: …`).join(", ")}.`
        : type === "string" && node.kind === "sequence"
          ? "Write one value here."
          : empty
            ? "Write the value, or remove the key. An empty text is written ''."
            : `Write ${expected}.`,
  });
}

const EXPECTED: { readonly [type: string]: string | undefined } = {
  object: "a mapping",
  "object,null": "a mapping",
  array: "a list",
  string: "a single value",
  null: "nothing after the colon",
  "string,null": "a single value",
};

/** The problem of a key that means nothing. */
export function unknownKey(key: Placed, name: string, what: string, known: readonly string[]): Problem {
  return problemAt(key, {
    rule: "unknown-key",
    message: `${what} has the key ${JSON.stringify(name)}, which means nothing`,
    ...meaning(name, known),
  });
}

/** The keys that the schema which refused one has. */
function knownKeys({ parentSchema }: ErrorObject): string[] {
  return Object.keys((parentSchema?.properties ?? {}) as object); // `verbose` puts it there
}

function keyNode(node: YamlNode, key: string): Placed {
  if (node.kind !== "mapping") return node;
  return node.entries.find((entry) => entry.key.text === key)?.key ?? node;
}

function follow(root: YamlNode, path: readonly string[]): YamlNode {
  let node = root;
  for (const step of path) {
    if (node.kind === "mapping") node = node.entries.find(({ key }) => key.text === step)?.value ?? node;
    else if (node.kind === "sequence") node = node.items[Number(step)] ?? node;
  }
  return node;
}

/** One step of a JSON Pointer (RFC 6901 §4). */
function pointerStep(step: string): string {
  return step.replaceAll("~1", "/").replaceAll("~0", "~");
}

/** What the schema says of a key, to tell what to write. */
function descriptionOf(schema: Schema, path: readonly string[], key: string): string {
  let at: unknown = schema;
  for (const step of [...path, key]) at = member(member(at, "properties"), step);
  const description = member(at, "description");
  return typeof description === "string" ? `: ${description}` : "";
}

function member(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
