import { printProblem } from "../../dns/problem.ts";
import type { Files } from "../files/files.ts";
import { WorldError } from "../files/world-error.ts";
import { findYamlFiles } from "../fmt/find-files.ts";
import { firstDifference } from "../fmt/first-difference.ts";
import { type FormattedFile, formatFile } from "../fmt/format-file.ts";
import type { World } from "../world.ts";
import { DEFAULT_FOLDER } from "./arguments.ts";
import type { Printed, Program } from "./program.ts";
import { zonesFolderAt } from "./zones-folder.ts";

interface FmtOptions {
  readonly check: boolean;
  readonly stdinFile: string;
}

/** `zonepipe fmt`: one layout of the YAML, written into the files, or only looked for. */
export function addFmt({ command, action }: Program): void {
  command("fmt", "lay out the YAML: names in order, one form for everything, comments where they belong")
    .argument("[paths...]", "folders and files; - reads standard input and prints the layout", [
      DEFAULT_FOLDER,
    ])
    .option("--check", "write nothing, and name the files that have another layout", false)
    .option("--stdin-file <file>", "the name of what standard input has", "stdin.yaml")
    .addHelpText(
      "after",
      "\nRecords are the same before and after, and every comment is kept. Keys are in the order that octoDNS demands;" +
        "\nin _config.yaml, _keys.yaml and _invariants.yaml they stay as they are." +
        "\nExit codes: 0 laid out, 1 a file cannot be read (it stays as it is) or, with --check, has another layout," +
        "\n2 there is no such file, or it cannot be written.",
    )
    .action(action(run));
}

async function run(world: World, paths: readonly string[], options: FmtOptions): Promise<Printed> {
  if (!paths.includes("-")) return await formatPaths(world, paths, options);
  if (paths.length > 1)
    throw new WorldError("Cannot format: - is standard input, and goes with no other path");
  return await formatInput(world, options);
}

async function formatInput({ files }: World, { check, stdinFile }: FmtOptions): Promise<Printed> {
  const formatted = await formatFile("/dev/stdin", stdinFile, files);
  if (check || formatted.kind === "unreadable") {
    const { lines, isFine } = tell(stdinFile, formatted, check);
    return check
      ? { text: textOf(lines), exitCode: isFine ? 0 : 1 }
      : { complaint: textOf(lines), exitCode: 1 };
  }
  return { shown: formatted.after, exitCode: 0 };
}

async function formatPaths(
  { files, output }: World,
  paths: readonly string[],
  { check }: FmtOptions,
): Promise<Printed> {
  const lines: string[] = [];
  let [all, other, unreadable] = [0, 0, 0];
  for (const path of await filesAt(paths, files)) {
    const formatted = await formatFile(path, path, files);
    const told = tell(path, formatted, check);
    lines.push(...told.lines);
    all += 1;
    if (formatted.kind === "unreadable") unreadable += 1;
    else if (formatted.before !== formatted.after) {
      other += 1;
      // Behind a link the file is meant, not the link.
      if (!check) await output.write((await files.realPath(path)) ?? path, formatted.after);
    }
  }
  lines.push(closing(all, other, unreadable, check));
  return { text: textOf(lines), exitCode: unreadable > 0 || (check && other > 0) ? 1 : 0 };
}

/** The files at all paths, each once. */
async function filesAt(paths: readonly string[], files: Files): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const path of paths) {
    const below = await zonesFolderAt(path, files);
    for (const file of await findYamlFiles(below, files)) found.add(file);
  }
  return found;
}

/** What is said of one file. */
function tell(
  file: string,
  formatted: FormattedFile,
  check: boolean,
): { readonly lines: readonly string[]; readonly isFine: boolean } {
  if (formatted.kind === "unreadable") return { lines: formatted.problems.map(printProblem), isFine: false };
  const { before, after, notes } = formatted;
  const told = notes.map(printProblem);
  if (!check) return { lines: before === after ? told : [`${file}: laid out`, ...told], isFine: true };
  const difference = firstDifference(before, after);
  if (difference === undefined) return { lines: told, isFine: true };
  const { line, shown } = difference;
  return {
    lines: [`${file}:${line}: another layout`, ...shown.map((each) => `  ${each}`), ...told],
    isFine: false,
  };
}

function closing(all: number, other: number, unreadable: number, check: boolean): string {
  const parts = [`${all} ${all === 1 ? "file" : "files"}`];
  if (check) parts.push(other === 0 ? "none has another layout" : `${other} with another layout`);
  else parts.push(other === 0 ? "all were laid out already" : `${other} laid out now`);
  if (unreadable > 0) parts.push(`${unreadable} left as ${unreadable === 1 ? "it is" : "they are"}`);
  const hint = check && other > 0 ? " `zonepipe fmt` lays them out." : "";
  return `${parts.join(", ")}.${hint}`;
}

function textOf(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}
