import { Fault } from "../fault.ts";
import type { Octets } from "../wire.ts";
import { escapeText } from "./escapes.ts";

/** The text of a scalar that stood in YAML: as written, or of the number or truth value that was made of it. */
export function scalarText(yaml: unknown): string {
  if (typeof yaml === "string") return yaml;
  if (typeof yaml === "number" || typeof yaml === "boolean") return String(yaml);
  const found =
    yaml === null || yaml === undefined ? "nothing" : Array.isArray(yaml) ? "a list" : "a mapping";
  throw new Fault(`is ${found}; expected a single value`, "Write one text or number.");
}

/** The octets of a text that stood in YAML: its UTF-8 form. */
export function acceptText(yaml: unknown): Octets {
  const text = scalarText(yaml);
  if (/^[\x00-\x7f]*$/.test(text)) return text; // the usual: ASCII is its own UTF-8 form
  if (!text.isWellFormed()) {
    throw new Fault(
      "has half of a surrogate pair, which no octets stand for",
      "Write the whole character.",
      "txt-unrepresentable",
    );
  }
  return Buffer.from(text, "utf8").toString("latin1");
}

/** The text that gives these octets in YAML. Octets that are not UTF-8 cannot stand there: a fault. */
export function textOf(octets: Octets): string {
  try {
    return decoder.decode(Buffer.from(octets, "latin1"));
  } catch {
    throw new Fault(
      "has octets that are not UTF-8, which YAML cannot hold",
      "Keep this record in a zone file, or write its data as text.",
      "txt-unrepresentable",
    );
  }
}

/** Octets in quotes for a message: as text where they are UTF-8, otherwise with the escapes of a zone file. */
export function shown(octets: Octets): string {
  try {
    return JSON.stringify(decoder.decode(Buffer.from(octets, "latin1")));
  } catch {
    return `"${escapeText(octets)}"`;
  }
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
