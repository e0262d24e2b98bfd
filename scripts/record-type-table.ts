import { dump } from "js-yaml";
import type { Yaml } from "../dns/fields/field.ts";
import { RECORD_TYPES } from "../dns/records/index.ts";
import type { AnyRecordType } from "../dns/records/record-type.ts";
import { exampleOf } from "./example-of.ts";

/** The record types as a Markdown table for the reference: mnemonic, number, source, meaning and a value in YAML. */
export function recordTypeTable(): string {
  const rows = RECORD_TYPES.map((type) => {
    const { type: mnemonic, code, rfc, about } = type;
    return `| ${mnemonic} | ${code} | ${rfc} | ${about} | \`${exampleInYaml(type)}\` |`;
  });
  return [
    "| type | number | defined in | what it says | value in YAML |",
    "| --- | ---: | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}

/** The entry's example as a flow value of YAML on one line, its digests and keys cut short. */
function exampleInYaml(type: AnyRecordType): string {
  const value = shortened(exampleOf(type));
  return dump(value, { flowLevel: 0, lineWidth: -1 }).trimEnd().replaceAll("|", "\\|");
}

const LONGEST = 36; // characters: an example has to fit into a cell

function shortened(yaml: Yaml): Yaml {
  if (typeof yaml === "string") return yaml.length > LONGEST ? `${yaml.slice(0, LONGEST - 4)}…` : yaml;
  if (yaml === null || typeof yaml !== "object") return yaml;
  if (Array.isArray(yaml)) return yaml.map(shortened);
  return Object.fromEntries(Object.entries(yaml).map(([key, value]) => [key, shortened(value)]));
}
