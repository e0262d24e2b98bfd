import type { Kind } from "../src/invariants/kinds.ts";
import { KINDS } from "../src/invariants/kinds.ts";
import { LONGEST_NAME } from "../src/invariants/label.ts";

/** `docs/reference/invariants.md`: every kind with its examples, as `zonepipe explain` has them. */
export function invariantsPage(): string {
  return `# Invariants

\`zones/_invariants.yaml\` says what must hold of every answer, whoever changes the zones. How to begin is in [the
guide](../guides/invariants.md). This page is made of the kinds themselves (\`npm run docs\`), and its examples are their tests.

| key | what it is |
| --- | --- |
| the name | Yours: letters a to z, digits and hyphens, ${LONGEST_NAME} characters at most, for it stands in the label \`zonepipe:allow-invariant:NAME\` |
| one kind | What is demanded: below |
| \`zones\` | Only names of these zones |
| \`below\` | Only these names and all below them |
| \`types\` | Only records of these types |
| \`why\` | Has to be there, and is shown to whoever breaks it |

Judged are answers and not records: every name, a name that does not exist below each, and what aliases, wildcards and DNAMEs
make of them. What hangs on a zone of somebody else is told as \`invariant-undecided\` and stops nothing.

| kind | what it demands |
| --- | --- |
${KINDS.map(({ kind, about }) => `| [\`${kind}\`](#${kind}) | ${about} |`).join("\n")}

${KINDS.map(section).join("\n")}`;
}

function section({ kind, about, takes, more, scope, example, holds, broken, told }: Kind): string {
  const narrow = scope.length === 0 ? "nothing" : scope.map((key) => `\`${key}\``).join(", ");
  return `## ${kind}

${about}.${more === undefined ? "" : ` ${more}`}

It takes ${takes}. It is narrowed by ${narrow}.

${fenced(example, "yaml fragment")}

Holds:

${fenced(holds, "yaml fragment")}

Does not hold${kind === "unchanged" ? ", where the zone before was that" : ""}:

${fenced(broken, "yaml fragment")}

${fenced(told, "text")}
`;
}

function fenced(text: string, language: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}
