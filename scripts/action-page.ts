import { load } from "js-yaml";

interface Action {
  readonly inputs: { readonly [name: string]: { description: string; default?: string; required?: boolean } };
  readonly outputs: { readonly [name: string]: { description: string } };
}

/** `docs/reference/action.md`: the inputs and outputs of the Action, out of `action.yml`. */
export function actionPage(yaml: string): string {
  const { inputs, outputs } = load(yaml) as Action; // our own file, which GitHub reads, too
  return `# The Action

Most repositories never name it: they call the reusable workflows ([as in examples/](../../examples/README.md)), which use it at
their own commit. A step of your own:

\`\`\`yaml fragment
- uses: OWNER/zonepipe@vX
  with: {mode: plan}
\`\`\`

\`vX\` moves with every release of that version. Pin it by the commit of a release where a change must be reviewed first:
\`git ls-remote https://github.com/OWNER/zonepipe 'refs/tags/v*'\` lists them. This page is made of \`action.yml\`
(\`npm run docs\`).

| input | | default |
| --- | --- | --- |
${Object.entries(inputs)
  .map(
    ([name, { description, default: value, required }]) =>
      `| \`${name}\` | ${cell(description)} | ${required === true ? "required" : value === undefined ? "" : `\`${value}\``} |`,
  )
  .join("\n")}

| output | |
| --- | --- |
${Object.entries(outputs)
  .map(([name, { description }]) => `| \`${name}\` | ${cell(description)} |`)
  .join("\n")}
`;
}

function cell(text: string): string {
  return text.trim().replaceAll("|", "\\|").replaceAll("\n", " ");
}
