import { posix } from "node:path";
import { type Citation, citations } from "./rfc-citations.ts";
import { RFC_SUBJECTS } from "./rfc-subjects.ts";

/** `docs/rfcs.md`: each section of an RFC that the code names, with the code and what tests it. */
export function rfcsPage(root: string): string {
  const all = citations(root);
  return `# RFCs

Every section of an RFC that the code names, where it does, and what tests it. Tests that name the same section come
first; then those of the code: beside it, or those that put everything of its kind to the test (each record type's contract, each rule's
samples, the comparison with other nameservers), or else the nearest that run it. This page is made of the code's own comments (\`npm run docs\`): a section
that nobody names is not on it.

${new Set(all.map(({ rfc }) => rfc)).size} RFCs, ${all.length} places in them.

| RFC | section | code | tests |
| --- | --- | --- | --- |
${all.map((citation, index) => row(citation, all[index - 1])).join("\n")}
`;
}

function row({ rfc, section, code, tests }: Citation, before: Citation | undefined): string {
  const address = `https://www.rfc-editor.org/rfc/rfc${rfc}`;
  const subject = RFC_SUBJECTS.get(rfc);
  if (subject === undefined)
    throw new Error(`Cannot list RFC ${rfc}: scripts/rfc-subjects.ts has no words for it`);
  const anchor = `${/^\d/.test(section) ? "section" : "appendix"}-${section}`;
  return [
    "",
    before?.rfc === rfc ? " " : ` [${rfc}](${address}) ${subject} `,
    section === "" ? " " : ` [§${section}](${address}#${anchor}) `,
    ` ${files(code)} `,
    ` ${files(tests)} `,
    "",
  ].join("|");
}

const MOST_FILES = 6;

function files(paths: readonly string[]): string {
  const shown = paths.slice(0, MOST_FILES).map((path) => `[${posix.basename(path, ".ts")}](../${path})`);
  const left = paths.length - shown.length;
  return [...shown, ...(left > 0 ? [`${left} more`] : [])].join(", ");
}
