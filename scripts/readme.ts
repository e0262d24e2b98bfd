import { addCommands } from "../src/commands/all.ts";
import { program } from "../src/commands/program.ts";
import { recordTypeTable } from "./record-type-table.ts";

/** The README with the parts that follow from the code written anew. */
export function documented(readme: string): string {
  return section(section(readme, "record types", recordTypeTable()), "commands", commandTable());
}

/** The README with the text between `<!-- name -->` and `<!-- /name -->` replaced. */
function section(readme: string, name: string, text: string): string {
  const begin = `<!-- ${name} -->`;
  const end = `<!-- /${name} -->`;
  const from = readme.indexOf(begin);
  const to = readme.indexOf(end);
  if (from === -1 || to < from)
    throw new Error(`Cannot write ${begin} into the README: the place is not there`);
  return `${readme.slice(0, from + begin.length)}\n${text.trimEnd()}\n${readme.slice(to)}`;
}

function commandTable(): string {
  const cli = program();
  addCommands(cli);
  const rows = cli.commands().map(({ usage, summary }) => `| \`${usage}\` | ${summary} |`);
  return ["| command | what it does |", "| --- | --- |", ...rows].join("\n");
}
