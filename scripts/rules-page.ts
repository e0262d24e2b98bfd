import { type Example, type Page, pageOf, REFUSALS_FILE, SUBJECTS, subjectFile } from "../src/lint/page.ts";
import { REFUSALS } from "../src/lint/refusals.ts";

/** `docs/rules/`, by file: every rule with its examples, as `zonepipe explain` has it, and what is refused. */
export function rulesPages(): ReadonlyMap<string, string> {
  return new Map([
    ["README.md", index()],
    ...SUBJECTS.map(({ subject, ids }) => [subjectFile(subject), subjectPage(subject, ids)] as const),
    [REFUSALS_FILE, refusals()],
  ]);
}

function index(): string {
  const rows = SUBJECTS.map(({ subject, ids }) => {
    const file = subjectFile(subject);
    return `| [${subject}](${file}) | ${ids.map((id) => `[${id}](${file}#${id})`).join(", ")} |`;
  });
  return `# Rules

\`zonepipe check\` tells what is wrong with zones, all of it in one run, with the place of the value and the rule's id in
brackets. \`zonepipe explain RULE\` prints what stands here. Rules look at names, TTLs, aliases, wildcards, delegations,
addresses, mail, sizes, services, certificates and reverse zones, and see all zones at once. These pages are made of the rules
themselves (\`npm run docs\`), and their examples are the rules' tests.

| how to | |
| --- | --- |
| give a rule another level | \`lint: {ttl-low: error}\` in \`_config.yaml\`, for all zones or under \`zones:\` for one. \`error\` stops the line, \`warning\` and \`info\` do not, \`ignore\` turns it off. [All levels](../reference/settings.md#rules-and-their-levels) |
| turn it off for one record | \`zonepipe: {disable: [{rule: ttl-low, reason: moves tonight}]}\` at the record, for that name and type alone. It needs a reason, and is itself told when the rule has nothing to say there any more |
| look outside of the zones | \`check --resolve\` follows SPF includes and looks for DMARC policies above, with at most 30 questions |
| check a zone file | \`check --zone-file FILE --origin NAME\`, by the same rules |

What could not be checked, for nobody was asked or nothing was compared, is said in every report.

| subject | rules |
| --- | --- |
${rows.join("\n")}
| [What cannot be read or served](${REFUSALS_FILE}) | always errors |
`;
}

function subjectPage(subject: string, ids: readonly string[]): string {
  return `# ${subject}

[All rules](README.md)

${ids.map(section).join("\n")}`;
}

function refusals(): string {
  return `# What cannot be read or served

These are always errors. Types have ids of their own for each field, such as \`mx-preference\`; [record
types](../reference/record-types.md) has them all. [All rules](README.md)

| id | what is refused | how to mend it | source |
| --- | --- | --- | --- |
${[...REFUSALS.values()].map((row) => `| \`${row.id}\` | ${prose(row.about)} | ${prose(row.mend)} | ${row.source ?? ""} |`).join("\n")}
`;
}

function section(id: string): string {
  const page = pageOf(id);
  if (page === undefined) throw new Error(`Cannot document ${id}: there is no such rule`);
  const { severity, source, about, why = "", mend, needs, right, wrong, turnOff } = page;
  return `## ${id}

**${severity}**${source === undefined ? "" : ` · ${source}`}

${prose(about)}. ${prose(why)}${needs === undefined ? "" : `\n\n${needs}`}

${wrong.map(({ shown, told }) => `Wrong:\n\n${example(shown)}\n\n${fenced(told.join("\n"), "text")}`).join("\n\n")}

${right.map((shown) => `Right:\n\n${example(shown)}`).join("\n\n")}

**How to mend it:** ${prose(mend)}

**How to turn it off:** ${turnOff.map(wayToTurnOff).join(" ")}
`;
}

function wayToTurnOff({ say, yaml }: Page["turnOff"][number]): string {
  return yaml === undefined ? prose(say) : `${prose(say).replace(/:$/, ",")} \`${yaml}\`.`;
}

function example(files: Example): string {
  return files
    .map(({ title, text }) => {
      const language = title?.endsWith(".zone") || title?.startsWith("what a resolver") ? "text" : "yaml";
      return `${title === undefined ? "" : `${prose(title)}:\n\n`}${fenced(text.trimEnd(), language)}`;
    })
    .join("\n\n");
}

function fenced(text: string, language: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

/** What Markdown would take for something else outside of code. */
function prose(text: string): string {
  return text
    .split("`")
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[*_<>\\|]/g, "\\$&")))
    .join("`");
}
