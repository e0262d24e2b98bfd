import { type Page, pageOf, rulesFileOf } from "../../lint/page.ts";
import { SECONDARY_BEHIND, SEEN_OUTSIDE, WRONG_ANSWERS } from "../findings.ts";
import { CONSEQUENCE, DEFECT, NOT_PROVED } from "../proof-findings.ts";
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
  return ABOUT_ANSWERS.get(id) ?? pageOf(id) ?? ABOUT_OTHERS;
}

/** What is found in answers and not in a file, so that it has no page among the rules. */
const ABOUT_ANSWERS: ReadonlyMap<string, Omit<Page, "id" | "right" | "wrong">> = new Map([
  [
    WRONG_ANSWERS,
    {
      severity: "error",
      about: "Answers of a nameserver that are not what the zones say",
      why: "Whoever asks it is told something else than was written.",
      mend: "Look at the answers in the report: what was expected and what came stand side by side.",
      turnOff: [{ say: "It cannot be turned off: it is what was seen." }],
    },
  ],
  [
    SEEN_OUTSIDE,
    {
      severity: "error",
      about: "Something outside of the nameservers that takes a domain down, or soon will",
      why: "The parent, the registry or a signature decides whether anybody reaches a zone, however well its nameservers answer.",
      mend: "The message says who can mend it: most often the registrar.",
      turnOff: [{ say: "What is looked at is said in _config.yaml:", yaml: "watch: {registration: false}" }],
    },
  ],
  [
    SECONDARY_BEHIND,
    {
      severity: "warning",
      about: "A secondary that does not answer what was deployed",
      why: "Whoever asks it is told what was before, or nothing.",
      mend: "The report says what it answers, and until when it asks again by itself. docs/guides/secondaries.md has the steps.",
      turnOff: [{ say: "It cannot be turned off: it is what was seen." }],
    },
  ],
  [
    CONSEQUENCE,
    {
      severity: "info",
      about: "Answers that change though no line of theirs was written",
      why: "A wildcard, a delegation, an alias or what goes out beside an answer carries a change further than its own name.",
      mend: "Nothing need be mended where this is meant. The report has an example with what was answered before.",
      turnOff: [{ say: "It cannot be turned off: it is what was seen." }],
    },
  ],
  [
    DEFECT,
    {
      severity: "error",
      about: "Answers of which zonepipe cannot say why they are as they are",
      why: "They change though no change explains it, or the nameserver and the model of its answers disagree.",
      mend: "This is a defect of zonepipe. Report it with the example.",
      turnOff: [{ say: "It cannot be turned off: nothing that follows could be relied on." }],
    },
  ],
  [
    NOT_PROVED,
    {
      severity: "warning",
      about: "Something of which it is not known whether answers change",
      why: "What is not compared may be another than before.",
      mend: "The message says what was missing.",
      turnOff: [{ say: "It cannot be turned off: it is what was not seen." }],
    },
  ],
]);

// Every id that is told has a page, and a test says so; a log that is refused as a whole would hide all others.
const ABOUT_OTHERS = {
  severity: "error",
  about: "Something that cannot be read or served",
  mend: "The message says how.",
  turnOff: [],
} as const;

/** Where the pages of the rules have it. */
function pathOf(id: string): string {
  return ABOUT_ANSWERS.has(id) ? "README.md" : rulesFileOf(id);
}
