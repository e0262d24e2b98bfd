import { Command, CommanderError, Help, type Option } from "commander";
import { showLines } from "../../dns/show-hidden.ts";
import manifest from "../../package.json" with { type: "json" };
import { printHtml } from "../report/html/html.ts";
import { reportToJson } from "../report/json.ts";
import { exitCode, type Report } from "../report/report.ts";
import { toSarif } from "../report/sarif/sarif.ts";
import { printTerminal } from "../report/terminal.ts";
import { wantsColour } from "../world/colour.ts";
import { realWorld } from "../world/real.ts";
import { pathInRepository } from "../world/repository-path.ts";
import type { World } from "../world.ts";

/** The exit code of wrong usage and of a failing outside world. */
const BLOCKED = 2;

/** The command line: a face that reads arguments, calls the pipeline, and prints its report. */
export interface Program {
  /**
   * Adds a command. Its action gets the world and gives a report to print, an exit code when it has printed what
   * there is, or text for standard output with one.
   */
  readonly command: (usage: string, summary: string) => Command;
  /** Wraps an action: picks the world, prints the outcome, turns a failure into exit code 2. */
  readonly action: <A extends unknown[]>(
    act: (world: World, ...args: A) => Promise<Printed>,
  ) => (...args: A) => Promise<void>;
  /** Every command's usage and summary, for documents. */
  readonly commands: () => { readonly usage: string; readonly summary: string }[];
  readonly run: (argv: readonly string[]) => Promise<void>;
}

/** What an action leaves to print. */
export type Printed =
  | {
      readonly report: Report;
      readonly json: boolean;
      /** Where the report goes as SARIF, too. */
      readonly sarif?: string | undefined;
    }
  | { readonly json: object; readonly exitCode: number }
  | { readonly text: string; readonly exitCode: number }
  /** Text in which whoever made it has shown what is hidden, so that its tabs stay. */
  | { readonly shown: string; readonly exitCode: number }
  /** Text for standard error. */
  | { readonly complaint: string; readonly exitCode: number }
  | { readonly exitCode: number };

/** The program without its commands. */
export function program(): Program {
  const root = new Command("zonepipe")
    .description(manifest.description)
    .version(manifest.version)
    .configureOutput({ outputError: (text, write) => write(`${showMessage(text.trimEnd())}\n`) })
    .configureHelp({ optionDescription })
    .showHelpAfterError("(zonepipe --help lists the commands)")
    .exitOverride();
  return {
    command: (usage, summary) =>
      root
        .command(usage)
        .summary(summary)
        .description(summary)
        .exitOverride()
        .showHelpAfterError(`(zonepipe ${usage} --help says how it is used)`),
    action:
      (act) =>
      async (...args) => {
        try {
          const world = realWorld(wantsJson(args));
          const printed = await act(world, ...args);
          if ("report" in printed) {
            await writeSarif(printed, world);
            const file = htmlFile(args);
            if (file !== undefined) await world.output.write(file, printHtml(printed.report));
          }
          print(printed);
        } catch (error) {
          process.stderr.write(`zonepipe: ${showMessage(messageOf(error))}\n`);
          process.exitCode = BLOCKED;
        }
      },
    commands: () =>
      root.commands.map((command) => ({
        usage: `${command.name()} ${command.usage()}`,
        summary: command.summary(),
      })),
    run: async (argv) => {
      for (const stream of [process.stdout, process.stderr])
        stream.off("error", endQuietly).on("error", endQuietly);
      try {
        await root.parseAsync(argv);
      } catch (error) {
        if (!(error instanceof CommanderError)) throw error;
        process.exitCode = error.exitCode === 0 ? 0 : BLOCKED; // --help and --version end with 0
      }
    },
  };
}

/**
 * Whoever read what we print has gone, as `head` does. The rest is for nobody, but what is under way, a deployment
 * perhaps, goes on to its end, and the exit code stays the one of what was found.
 */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

/** An option in the help. A default that says nothing is left out: a switch that is off, a list with nothing in it. */
function optionDescription(option: Option): string {
  const { defaultValue, description } = option;
  const isNothing =
    defaultValue === false ||
    (Array.isArray(defaultValue) && defaultValue.length === 0) ||
    (defaultValue instanceof Map && defaultValue.size === 0);
  return isNothing ? description : new Help().optionDescription(option);
}

function print(printed: Printed): void {
  if ("report" in printed) {
    const { report, json } = printed;
    process.stdout.write(
      json ? line(reportToJson(report)) : printTerminal(report, wantsColour(process.stdout)),
    );
    process.exitCode = exitCode(report.outcome);
    return;
  }
  if ("json" in printed) process.stdout.write(line(printed.json));
  if ("shown" in printed) process.stdout.write(printed.shown);
  if ("complaint" in printed) process.stderr.write(showLines(printed.complaint));
  if ("text" in printed) process.stdout.write(showLines(printed.text));
  process.exitCode = printed.exitCode;
}

async function writeSarif(
  { report, sarif }: Extract<Printed, { report: Report }>,
  world: World,
): Promise<void> {
  if (sarif === undefined) return;
  const log = toSarif(report, { version: manifest.version, inRepository: pathInRepository(process.cwd()) });
  await world.output.write(sarif, line(log));
}

/** What `--html` names, of the commands that have it. */
function htmlFile(args: readonly unknown[]): string | undefined {
  for (const arg of args) {
    if (typeof arg === "object" && arg !== null && "html" in arg && typeof arg.html === "string")
      return arg.html;
  }
  return undefined;
}

/** JSON in which what would act on a terminal is escaped, besides what JSON escapes itself. */
function line(json: object): string {
  const text = JSON.stringify(json).replace(/[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/gu, (char) =>
    [...Array(char.length).keys()]
      .map((index) => `\\u${char.charCodeAt(index).toString(16).padStart(4, "0")}`)
      .join(""),
  );
  return `${text}\n`;
}

/** With --json a program reads: no progress in its way. */
function wantsJson(args: readonly unknown[]): boolean {
  return args.some((arg) => typeof arg === "object" && arg !== null && "json" in arg && arg.json === true);
}

/** What follows the first line is set in: no text that an error quotes looks like a message of its own. */
function showMessage(text: string): string {
  return showLines(text).replace(/\n(?! {2})/g, "\n  ");
}

/** The message alone: it says the reason in words, and the cause would say it again in the system's. */
function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
