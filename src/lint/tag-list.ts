import { shown } from "../../dns/fields/yaml-text.ts";
import type { Octets } from "../../dns/wire.ts";

/** `tag=value; tag=value`, as DKIM and DMARC have it (RFC 6376 §3.2); names and values without space around them. */
export type TagList = ReadonlyMap<string, Octets>;

/** What is wrong with a text, to continue its name, and how to mend it. */
export interface TextFault {
  readonly message: string;
  readonly help: string;
}

/** Reads a list of tags. A final semicolon is allowed; a tag that comes twice is a fault. */
export function parseTagList(text: Octets): TagList | TextFault {
  const tags = new Map<string, Octets>();
  const specs = text.split(";");
  if (specs.at(-1)!.trim() === "") specs.pop();
  for (const spec of specs) {
    const sign = spec.indexOf("=");
    const name = spec.slice(0, sign).trim();
    if (sign === -1 || !/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) {
      return {
        message: `has ${shown(spec.trim())} where a tag should be; expected name=value`,
        help: "Write tags as name=value, with a semicolon between two of them.",
      };
    }
    if (tags.has(name)) return { message: `has the tag ${name} twice`, help: "Keep one of them." };
    tags.set(name, spec.slice(sign + 1).trim());
  }
  return tags;
}

/** The result is a fault. */
export function isFault(result: object): result is TextFault {
  return "message" in result;
}
