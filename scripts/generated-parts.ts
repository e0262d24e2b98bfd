import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { Command } from "commander";
import { allCommands } from "./commands.ts";
import { labelTable } from "./label-table.ts";
import { recordTypeTable } from "./record-type-table.ts";

/** Pages that have parts which follow from the code, by their paths; the rest of them is written by hand. */
export const PAGES_WITH_PARTS: ReadonlyMap<string, (page: string) => string> = new Map([
  ["docs/reference/record-types.md", (page) => withPart(page, "record types", recordTypeTable())],
  ["docs/explanation/pull-requests.md", (page) => withPart(page, "labels", labelTable())],
  ["docs/reference/server.md", (page) => withPart(withPart(page, "usage", usage()), "metrics", metrics())],
  [
    "docs/reference/commands.md",
    (page) => withPart(withPart(page, "commands", commandTable()), "help", help()),
  ],
]);

/** The page with the text between `<!-- name -->` and `<!-- /name -->` replaced. */
function withPart(page: string, name: string, text: string): string {
  const begin = `<!-- ${name} -->`;
  const end = `<!-- /${name} -->`;
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from === -1 || to < from)
    throw new Error(`Cannot write ${begin} into the page: the place is not there`);
  return `${page.slice(0, from + begin.length)}\n${text.trimEnd()}\n${page.slice(to)}`;
}

function commandTable(): string {
  const rows = [...allCommands().values()].map(
    (command) => `| [\`${usageOf(command)}\`](#${command.name()}) | ${command.summary()} |`,
  );
  return ["| command | what it does |", "| --- | --- |", ...rows].join("\n");
}

/** What the server prints for `--help`. */
function usage(): string {
  const main = join(import.meta.dirname, "../server/main.ts");
  const text = execFileSync(process.execPath, [main, "--help"], { encoding: "utf8" });
  return `\`\`\`text\n${text.trimEnd()}\n\`\`\``;
}

/** All metrics of the server. */
function metrics(): string {
  const print = join(import.meta.dirname, "../test/ops/print-metrics-table.ts");
  return execFileSync(process.execPath, [print], { encoding: "utf8" });
}

function usageOf(command: Command): string {
  return `${command.name()} ${command.usage()}`;
}

/** Every command's `--help` under a heading of its own. */
function help(): string {
  return [...allCommands().values()]
    .map((command) => `## ${command.name()}\n\n\`\`\`text\n${helpOf(command)}\n\`\`\`\n`)
    .join("\n");
}

const HELP_WIDTH = 100; // columns, so that the page does not depend on who writes it

function helpOf(command: Command): string {
  let text = "";
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
    getOutHelpWidth: () => HELP_WIDTH,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return text.trimEnd();
}
