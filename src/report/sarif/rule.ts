import { type Page, pageOf, rulesFileOf } from "../../lint/page.ts";
import { WRONG_ANSWERS } from "../findings.ts";
import { LEVELS } from "./result.ts";

/**
 * A rule as SARIF has it (`reportingDescriptor`, §3.49).
 *
 * @param rulesFolder the address of `docs/rules`
 */
export function toDescriptor(id: string, rulesFolder: string | undefined): object {
  const { about, why = "", mend, severity, source, turnOff } = aboutOf(id);
  const help = [
    why,
    `How to mend it: ${mend}`,
    ...turnOff.map(({ say, yaml }) => [say, yaml].join(" ").trim()),
  ];
  return {
    id,
    name: id,
    shortDescription: { text: cut(about) },
    fullDescription: { text: cut([`${about}.`, why].join(" ").trim()) },
    defaultConfiguration: { level: LEVELS[severity] },
    help: {
      text: [...help, ...(source === undefined ? [] : [source])].filter((line) => line !== "").join("\n\n"),
    },
    ...(rulesFolder !== undefined && { helpUri: `${rulesFolder}/${pathOf(id)}` }),
    properties: { tags: ["dns"], "problem.severity": PROBLEM_SEVERITIES[severity] },
  };
}

const PROBLEM_SEVERITIES = { error: "error", warning: "warning", info: "recommendation" } as const;
const MOST = 1_024; // characters of a description, says GitHub

function cut(text: string): string {
  return text.length > MOST ? `${text.slice(0, MOST - 1)}…` : text;
}

function aboutOf(id: string): Omit<Page, "id" | "right" | "wrong"> {
  return id === WRONG_ANSWERS ? ABOUT_ANSWERS : (pageOf(id) ?? ABOUT_OTHERS);
}

const ABOUT_ANSWERS = {
  severity: "error",
  about: "Answers of a nameserver that are not what the zones say",
  why: "Whoever asks it is told something else than was written.",
  mend: "Look at the answers in the report: what was expected and what came stand side by side.",
  turnOff: [{ say: "It cannot be turned off: it is what was seen." }],
} as const;

// Every id that is told has a page, and a test says so; a log that is refused as a whole would hide all others.
const ABOUT_OTHERS = {
  severity: "error",
  about: "Something that cannot be read or served",
  mend: "The message says how.",
  turnOff: [],
} as const;

/** Where the pages of the rules have it. */
function pathOf(id: string): string {
  return id === WRONG_ANSWERS ? "README.md" : rulesFileOf(id);
}
