import type { Schema } from "../dns/fields/field.ts";
import { rulesFileOf } from "../src/lint/page.ts";
import { KNOWN_RULES } from "../src/lint/rules.ts";
import { CONFIG_SCHEMA } from "../src/zones/config/config-schema.ts";

/** `docs/reference/settings.md`: every key of `_config.yaml`, out of the schema that editors read. */
export function settingsPage(): string {
  const { lint, zones, ...rest } = propertiesOf(CONFIG_SCHEMA);
  if (lint === undefined || zones === undefined)
    throw new Error("Cannot document lint and zones: there are none");
  return `# Settings

\`zones/_config.yaml\` has what octoDNS' format has no place for. All of it may be left out. What stands at the top holds for every
zone; the same keys under \`zones\` hold for one, and win there. This page is made of the schema that editors read
(\`npm run docs\`).

\`\`\`yaml
# zones/_config.yaml
default_ttl: 3600
nameservers:
  - {name: ns1.example.net., addresses: [192.0.2.53]}
  - {name: ns2.example.net., addresses: [198.51.100.53]}
soa:
  rname: hostmaster@example.com
lint:
  ttl-low: error
zones:
  example.com:
    default_ttl: 300
\`\`\`

| key | what it is | default |
| --- | --- | --- |
${Object.entries(rest)
  .flatMap(([key, schema]) => rowsOf(key, schema))
  .join("\n")}
| \`lint\` | ${lint.description}: [below](#rules-and-their-levels) | |
| \`zones\` | ${zones.description} | |

\`nameservers[]\` is one entry of the list.

## Rules and their levels

\`error\` stops the line, \`warning\` and \`info\` do not, \`ignore\` turns a rule off. Rules that are not here cannot be set: a zone that
breaks them cannot be served, or a label lets them out.

| key of \`lint\` | what it finds | default |
| --- | --- | --- |
${Object.keys(propertiesOf(lint)).map(ruleRow).join("\n")}
`;
}

function ruleRow(id: string): string {
  const { about, severity, off } = KNOWN_RULES.get(id)!; // every key of lint is a rule's id
  return `| [\`${id}\`](../rules/${rulesFileOf(id)}) | ${cell(about)} | ${off === true ? "off" : `\`${severity}\``} |`;
}

function rowsOf(key: string, schema: Schema): string[] {
  const inner = propertiesOf(schema.items === undefined ? schema : asSchema(schema.items));
  const prefix = schema.items === undefined ? key : `${key}[]`;
  const isList = Object.keys(inner).length > 0;
  return [
    row(key, schema),
    ...(isList ? Object.entries(inner).flatMap(([name, value]) => rowsOf(`${prefix}.${name}`, value)) : []),
  ];
}

function row(key: string, { description, examples, enum: choices, default: value }: Schema): string {
  const notes = [
    cell(String(description ?? "")),
    ...(Array.isArray(choices) ? [`One of ${choices.map((choice) => `\`${choice}\``).join(", ")}`] : []),
    ...(Array.isArray(examples) ? [`As in \`${examples[0]}\``] : []),
  ];
  return `| \`${key}\` | ${notes.join(". ")} | ${value === undefined ? "" : `\`${value}\``} |`;
}

function propertiesOf({ properties }: Schema): { readonly [key: string]: Schema } {
  return (properties ?? {}) as { readonly [key: string]: Schema }; // as JSON Schema has them
}

function asSchema(items: unknown): Schema {
  return items as Schema; // every list of these settings has one schema for all of its items
}

/** What Markdown would take for something else in a cell. */
function cell(text: string): string {
  return text.replace(/[|*_<>\\]/g, "\\$&").replace(/`([^`]*)`/g, (code) => code.replaceAll("\\", ""));
}
