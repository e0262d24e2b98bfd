import type { Position, Problem } from "../../../dns/problem.ts";
import type { Report } from "../../zones/octodns/zone-reading.ts";
import { type Mapping, positionOf, type YamlNode } from "../../zones/yaml/node.ts";
import { problemAt } from "../../zones/yaml/problem-at.ts";
import { type PythonValue, pythonValue } from "./python-value.ts";

/** What the configuration gives to one provider, processor or zone: values by their keys, with places. */
export interface Given {
  /** `Provider`, `Processor` or so. */
  readonly kind: string;
  readonly name: string;
  readonly at: Position;
  readonly keys: readonly string[];
  /** Undefined where the key is not given. */
  readonly get: (key: string) => PythonValue | undefined;
  readonly placeOf: (key: string) => Position;
}

/** The environment's variables, for values written as `env/NAME`. */
export type Environment = (variable: string) => string | undefined;

/** Values as they are written. */
export function givenBy(kind: string, name: string, node: YamlNode, at: Position): Given {
  const entries = node.kind === "mapping" ? node.entries : [];
  const byKey = new Map(entries.map(({ key, value }) => [key.text, { key, value }]));
  return {
    kind,
    name,
    at,
    keys: [...byKey.keys()],
    get: (key) => {
      const found = byKey.get(key);
      return found === undefined ? undefined : pythonValue(found.value);
    },
    placeOf: (key) => {
      const found = byKey.get(key);
      return found === undefined ? at : positionOf(found.value);
    },
  };
}

/**
 * The same, with what octoDNS fetches from elsewhere: a text `env/NAME` is the variable's value, `env/NAME/text` has
 * a text for when there is none. Only what is asked for is fetched, so that secrets stay where they are.
 *
 * @param handlers names of handlers that the configuration adds; what they give is not known here
 */
export function givenWithSecrets(
  given: Given,
  environment: Environment,
  handlers: ReadonlySet<string>,
  report: Report,
): Given {
  return {
    ...given,
    get: (key) => fetchAll(given.get(key), (message, help) => report(problemOf(given, key, message, help))),
  };

  function fetchAll(
    value: PythonValue | undefined,
    tell: (message: string, help: string) => void,
  ): PythonValue | undefined {
    if (typeof value === "string") return fetch(value, tell);
    // octoDNS looks into mappings, not into lists.
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, fetchAll(inner, tell) as PythonValue]), // given, so it has one
    );
  }

  function fetch(value: string, tell: (message: string, help: string) => void): PythonValue {
    const slash = value.indexOf("/");
    const handler = value.slice(0, Math.max(slash, 0));
    if (slash !== -1 && handlers.has(handler)) {
      tell(
        `${JSON.stringify(value)} comes from octoDNS' secret handler ${handler}, which is not asked here`,
        "Write the value itself while you import.",
      );
      return null;
    }
    if (slash === -1 || handler !== "env") return value;
    const [variable = "", ...rest] = value.slice(slash + 1).split("/");
    const found = environment(variable) ?? (rest.length > 0 ? rest.join("/") : undefined);
    if (found !== undefined) return numberOf(found) ?? found;
    tell(
      `${JSON.stringify(value)} asks for the environment variable ${variable}, which is not set`,
      `Set ${variable} as it is where octoDNS runs, or write the value itself while you import.`,
    );
    return null;
  }
}

/** What Python's `int` or `float` makes of a text, as octoDNS tries it for values of the environment. */
function numberOf(text: string): number | undefined {
  const plain = text.trim().replaceAll(/(?<=[0-9])_(?=[0-9])/g, "");
  return /^[-+]?(?:[0-9]+|[0-9]*\.[0-9]+|[0-9]+\.[0-9]*)$/.test(plain) ? Number(plain) : undefined;
}

/** A problem with the value of a key. */
export function problemOf(given: Given, key: string, message: string, help: string): Problem {
  return {
    ...given.placeOf(key),
    rule: "octodns-config",
    severity: "error",
    message: `${given.kind} ${given.name}, ${key}: ${message}`,
    help,
  };
}

/** What stands under a key of the configuration, which has to be a mapping where it is there. */
export function mappingIn(node: Mapping, key: string, report: Report): Mapping | undefined {
  const value = node.entries.find((entry) => entry.key.text === key)?.value;
  if (value === undefined || value.kind === "mapping") return value;
  const isEmpty = value.kind === "scalar" && pythonValue(value) === null;
  if (!isEmpty && value.kind !== "broken") {
    report(
      problemAt(value, {
        rule: "octodns-config",
        message: `${key} is no mapping`,
        help: "Write a name and below it its keys, as octoDNS has it.",
      }),
    );
  }
  return undefined;
}
