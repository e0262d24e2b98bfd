import { type Example, type Page, pageOf, SUBJECTS } from "../src/lint/page.ts";
import { REFUSALS } from "../src/lint/refusals.ts";

/** `docs/rules.md`: every rule with its examples, as `zonepipe explain` has it, and what is refused. */
export function rulesPage(): string {
  const contents = SUBJECTS.map(
    ({ subject, ids }) => `- ${subject}: ${ids.map((id) => `[${id}](#${id})`).join(", ")}`,
  );
  return `# The rules

\`zonepipe check\` tells what is wrong with zones, all of it in one run, with the place of the value and the rule's id in
brackets. \`zonepipe explain RULE\` prints what stands here. This page is made of the rules themselves (\`npm run docs\`), and
its examples are their tests.

${contents.join("\n")}
- [What cannot be read or served](#what-cannot-be-read-or-served)

## How to set a rule

In \`_config.yaml\`, for all zones or under \`zones:\` for one, \`lint\` gives a rule another level: \`error\` stops the line,
\`warning\` and \`info\` do not, \`ignore\` turns it off. On a record, \`zonepipe: {disable: [{rule: …, reason: …}]}\` turns it off
for that name and type alone; it needs a reason, and is itself told when the rule has nothing to say there any more.

${SUBJECTS.map(({ subject, ids }) => `## ${subject}\n\n${ids.map(section).join("\n")}`).join("\n")}
## What cannot be read or served

These are always errors. Types have ids of their own for each field, such as \`mx-preference\`, which the record types in the
README follow from.

| id | what is refused | how to mend it | source |
| --- | --- | --- | --- |
${[...REFUSALS.values()].map((row) => `| \`${row.id}\` | ${prose(row.about)} | ${prose(row.mend)} | ${row.source ?? ""} |`).join("\n")}
`;
}

function section(id: string): string {
  const page = pageOf(id);
  if (page === undefined) throw new Error(`Cannot document ${id}: there is no such rule`);
  const { severity, source, about, why = "", mend, needs, right, wrong, turnOff } = page;
  return `### ${id}

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
