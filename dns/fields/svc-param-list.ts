import { Fault } from "../fault.ts";
import type { Octets, Reader } from "../wire.ts";

/** The items of a list in YAML; a fault says which item it is about. */
export function acceptItems<Value>(yaml: unknown, accept: (item: unknown) => Value): Value[] {
  if (!Array.isArray(yaml)) {
    throw new Fault(`is ${JSON.stringify(yaml)}; expected a list`, "Write a list, for example [a, b].");
  }
  return yaml.map((item: unknown, index) => {
    try {
      return accept(item);
    } catch (error) {
      throw error instanceof Fault
        ? new Fault(error.message, error.help, error.rule, [index, ...error.path])
        : error;
    }
  });
}

/** The items of a list that has no escapes (RFC 9460 §7.3, §8). */
export function someItems(text: string): string[] {
  return some(text === "" ? [] : text.split(","));
}

/** The items of a list in which `\` escapes a comma or itself (RFC 9460 Appendix A.1). */
export function splitList(octets: Octets): Octets[] {
  if (octets === "") return [];
  const parts = [""];
  for (let index = 0; index < octets.length; index++) {
    const char = octets[index]!;
    if (char === ",") {
      parts.push("");
      continue;
    }
    const escaped = char === "\\";
    if (escaped && octets[index + 1] !== "," && octets[index + 1] !== "\\") {
      throw new Fault(
        "has a broken escape; expected \\\\ or \\, in the list",
        "Write a backslash itself as \\\\\\\\.",
      );
    }
    parts[parts.length - 1] += escaped ? octets[++index] : char;
  }
  return parts;
}

/** Items until the end of the value. */
export function readAll<Item>(wire: Reader, read: () => Item): Item[] {
  const all: Item[] = [];
  while (wire.left > 0) all.push(read());
  return all;
}

/** The items, of which there must be one. */
export function some<Items extends readonly unknown[]>(all: Items): Items {
  if (all.length === 0)
    throw new Fault("has no value; expected one at least", "Write a value, or leave the key out.");
  return all;
}

/** The items, of which no two may be the same. */
export function unique<Item>(all: readonly Item[]): readonly Item[] {
  const twice = all.find((item, index) => all.indexOf(item) !== index);
  if (twice !== undefined) throw new Fault(`has ${twice} twice`, "Write it once.");
  return all;
}
