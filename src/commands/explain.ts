import { WorldError } from "../files/world-error.ts";
import { KINDS, type Kind, kindNamed } from "../invariants/kinds.ts";
import { type Example, type Page, pageOf, SUBJECTS } from "../lint/page.ts";
import { REFUSALS } from "../lint/refusals.ts";
import { KNOWN_RULES } from "../lint/rules.ts";
import { didYouMean } from "../source/suggest.ts";
import type { World } from "../world.ts";
import type { Printed, Program } from "./program.ts";

/** `zonepipe explain`: what a rule finds and why, with examples, how to mend it and how to turn it off. */
export function addExplain({ command, action }: Program): void {
  command("explain", "say what a rule finds and why, how to mend it, and how to turn it off")
    .argument(
      "[rule]",
      "the id in brackets at the end of a problem; without it, all rules are listed; `invariants`, or a kind of them",
    )
    .option("--json", "print it as JSON", false)
    .addHelpText("after", "\nExit codes: 0 explained, 2 there is no such rule.")
    .action(
      action((...given: Parameters<typeof explain>) => new Promise((resolve) => resolve(explain(...given)))),
    );
}

function explain(_world: World, id: string | undefined, { json }: { json: boolean }): Printed {
  if (id === undefined) {
    return json ? { json: { subjects: SUBJECTS }, exitCode: 0 } : { text: listOfRules(), exitCode: 0 };
  }
  if (id === "invariants") {
    return json ? { json: { kinds: KINDS }, exitCode: 0 } : { text: printKinds(), exitCode: 0 };
  }
  const page = pageOf(id);
  const kind = kindNamed(id);
  if (kind !== undefined) {
    // One of them has the name of a problem, too.
    const text = [...(page === undefined ? [] : [printPage(page)]), printKind(kind)].join("\n");
    return json ? { json: { ...page, ...kind }, exitCode: 0 } : { text, exitCode: 0 };
  }
  if (page === undefined) {
    const known = [
      ...KNOWN_RULES.keys(),
      ...REFUSALS.keys(),
      ...KINDS.map((each) => each.kind),
      "invariants",
    ];
    throw new WorldError(`There is no rule ${JSON.stringify(id)}. ${shortHelp(id, known)}`);
  }
  return json ? { json: page, exitCode: 0 } : { text: printPage(page), exitCode: 0 };
}

/** Nobody reads a list of all rules behind an error. */
function shortHelp(id: string, known: readonly string[]): string {
  const help = didYouMean(id, known);
  return help.startsWith("Did") ? help : "`zonepipe explain` lists them.";
}

function listOfRules(): string {
  const lines = SUBJECTS.flatMap(({ subject, ids }) => [
    "",
    subject,
    ...ids.map((id) => `  ${id.padEnd(28)} ${KNOWN_RULES.get(id)!.about}`), // every id of a subject is a rule's
  ]);
  const refusals = wrap(`${[...REFUSALS.keys()].join(", ")}; and TYPE-FIELD, such as mx-preference.`, "  ");
  return `${lines.slice(1).join("\n")}\n\nWhat cannot be read or served\n${refusals}\n`;
}

function printKinds(): string {
  const lines = KINDS.map(({ kind, about }) => wrap(about, `  ${kind.padEnd(12)} `, " ".repeat(15)));
  const form = wrap(
    "zones/_invariants.yaml says what must hold of every answer: a name for each, with one kind, what narrows it (zones, below, types) and why.",
    "",
  );
  return `${form}\n\n${lines.join("\n")}\n\n\`zonepipe explain KIND\` has an example of each.\n`;
}

function printKind({ kind, about, takes, more, scope, example, holds, broken, told }: Kind): string {
  const narrow = scope.length === 0 ? "Nothing narrows it." : `It may have ${scope.join(", ")}.`;
  const parts = [
    `${kind}  a kind of invariants, zones/_invariants.yaml`,
    wrap(`${about}.`, ""),
    `What it takes\n${wrap(`${takes}. ${narrow}${more === undefined ? "" : ` ${more}`}`, "  ")}`,
    `Example\n${printExample([{ text: example }])}`,
    `Holds\n${printExample([{ text: holds }])}`,
    `Does not hold\n${printExample([{ text: broken }])}\n\n${wrap(told, "  → ", "    ")}`,
  ];
  return `${parts.join("\n\n")}\n`;
}

function printPage(page: Page): string {
  const { id, severity, source, about, why, mend, needs, right, wrong, turnOff } = page;
  const parts = [
    `${id}  ${severity}${source === undefined ? "" : `  ${source}`}`,
    wrap(`${about}.`, ""),
    why === undefined ? "" : `Why\n${wrap(why, "  ")}`,
    needs === undefined ? "" : `What it needs\n${wrap(needs, "  ")}`,
    ...wrong.map(({ shown, told }, index) => {
      const tells = told.map((line) => wrap(line, "  → ", "    ")).join("\n");
      return `${index === 0 ? "Wrong\n" : ""}${printExample(shown)}\n\n${tells}`;
    }),
    ...right.map((shown, index) => `${index === 0 ? "Right\n" : ""}${printExample(shown)}`),
    `How to mend it\n${wrap(mend, "  ")}`,
    `How to turn it off\n${turnOff.map(({ say, yaml }) => `${wrap(say, "  ")}${yaml === undefined ? "" : `\n    ${yaml}`}`).join("\n")}`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function printExample(example: Example): string {
  return example
    .map(({ title, text }) => {
      const lines = text
        .trimEnd()
        .split("\n")
        .map((line) => `    ${line}`);
      return [...(title === undefined ? [] : [`  ${title}:`]), ...lines].join("\n");
    })
    .join("\n");
}

const WIDTH = 100; // characters of a line that is easily read

/** Words in lines of at most `WIDTH` characters. */
function wrap(text: string, indent: string, rest = indent): string {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(" ")) {
    const isFirst = line.trim() === "" || line === indent;
    if (!isFirst && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = rest + word;
    } else {
      line += isFirst ? word : ` ${word}`;
    }
  }
  return [...lines, line].join("\n");
}
