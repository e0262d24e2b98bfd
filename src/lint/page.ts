import type { Severity } from "../../dns/problem.ts";
import { FAMILIES } from "./families.ts";
import { refusalOf } from "./refusals.ts";
import type { Case, Rule, Sample } from "./rule.ts";
import { KNOWN_RULES, whyFirm } from "./rules.ts";

/** What there is to say about a rule, for `zonepipe explain` and the documentation. */
export interface Page {
  readonly id: string;
  readonly severity: Severity;
  readonly source?: string;
  /** What it finds, in a phrase without a final stop. */
  readonly about: string;
  readonly why?: string;
  readonly mend: string;
  readonly right: readonly Example[];
  readonly wrong: readonly WrongExample[];
  /** What it has to know beside the zones, as a sentence. */
  readonly needs?: string;
  /** Sentences, and lines of YAML that follow a sentence with a colon. */
  readonly turnOff: readonly TurnOff[];
}

/** Texts that belong together: files, answers. */
export type Example = readonly { readonly title?: string; readonly text: string }[];

/** An example, and what is told of it. */
export interface WrongExample {
  readonly shown: Example;
  readonly told: readonly string[];
}

/** One way to turn a rule off, or why there is none. */
export interface TurnOff {
  readonly say: string;
  readonly yaml?: string;
}

/** The rules that have pages, by their subjects. */
export const SUBJECTS: readonly { readonly subject: string; readonly ids: readonly string[] }[] =
  FAMILIES.filter(({ rules }) => rules.length > 0).map(({ subject, rules }) => ({
    subject,
    ids: rules.map(({ id }) => id),
  }));

/** The name of a subject's page, out of its heading: `spf.md` of "Sender policies (SPF)". */
export function subjectFile(subject: string): string {
  const [, short = subject] = /\(([^()]+)\)$/.exec(subject) ?? [];
  return `${short
    .toLowerCase()
    .replace(/^the /, "")
    .replace(/[^a-z0-9]+/g, "-")}.md`;
}

/** The page of what is refused: it cannot be read or served. */
export const REFUSALS_FILE = "refusals.md";

/** Where `docs/rules/` has a rule, or what is refused: a page and a place in it. */
export function rulesFileOf(id: string): string {
  const found = SUBJECTS.find(({ ids }) => ids.includes(id));
  return found === undefined ? REFUSALS_FILE : `${subjectFile(found.subject)}#${id}`;
}

/** The page of a rule, or of something that is refused; undefined when there is no such id. */
export function pageOf(asked: string): Page | undefined {
  const id = TOLD_AS.get(asked) ?? asked;
  const rule = KNOWN_RULES.get(id);
  if (rule !== undefined) return pageOfRule(rule);
  const refusal = refusalOf(id);
  if (refusal === undefined) return undefined;
  const turnOff = [{ say: "It cannot be turned off: what it is about cannot be read or served." }];
  return { ...refusal, severity: "error", right: [], wrong: [], turnOff };
}

/** Names that people look for, and under which other id it is told. */
const TOLD_AS: ReadonlyMap<string, string> = new Map([
  ["mx-pref-range", "mx-preference"],
  ["srv-ranges", "srv-port"],
  ["svcb-ranges", "svcb-svcpriority"],
  ["https-and-cname", "cname-and-other"],
]);

function pageOfRule(rule: Rule): Page {
  const { id, severity, source, about, why, mend, needs, accepted, refused } = rule;
  return {
    id,
    severity,
    ...(source !== undefined && { source }),
    about,
    why,
    mend,
    right: accepted.map((sample) => exampleOf(caseOf(sample))),
    wrong: refused.map((sample) => ({ shown: exampleOf(sample), told: sample.finds })),
    ...(needs !== undefined && { needs: NEEDS[needs] }),
    turnOff: waysToTurnOff(rule),
  };
}

const NEEDS = {
  base: "It compares with the zones before the change, so `zonepipe plan` tells it and `check` does not.",
  live: "It compares with what the nameservers answer, so `zonepipe plan` tells it and `check` does not.",
  resolver:
    "Names outside of the zones are looked up with `--resolve` only; without it the report says what was not checked.",
} as const;

function waysToTurnOff({ id, firm, needs, off, severity }: Rule): TurnOff[] {
  if (firm === true) return [{ say: `It cannot be turned off: ${whyFirm(id)}.` }];
  if (off === true) {
    return [{ say: "It is off. To turn it on, in _config.yaml:", yaml: `lint: {${id}: ${severity}}` }];
  }
  const say = "For one zone or for all, in _config.yaml, where error, warning and info are levels too:";
  const zones = { say, yaml: `lint: {${id}: ignore}` };
  if (needs === "live") return [zones];
  const disable = `zonepipe: {disable: [{rule: ${id}, reason: why it does not apply}]}`;
  return [{ say: "For one record, with a reason:", yaml: disable }, zones];
}

/** A sample alone is a case of which nothing else has to be known. */
export function caseOf(sample: Sample | Case): Case {
  return typeof sample === "object" && "sample" in sample ? (sample as Case) : { sample }; // no file is called so
}

function exampleOf({ sample, before, answers, live }: Case): Example {
  return [
    ...(before === undefined ? [] : filesOf(before, "before")),
    ...filesOf(sample, before === undefined ? undefined : "after"),
    ...(answers === undefined ? [] : [{ title: "what a resolver answers", text: answers }]),
    ...(live?.shown ?? []).map(({ serial, content }) => ({
      title: `what ns1.example.net answers with serial ${serial}, while the zone gets ${live?.serial}`,
      text: content,
    })),
    ...(live?.deployed === undefined ? [] : [{ title: "what was deployed last", text: live.deployed }]),
  ];
}

function filesOf(sample: Sample, when: string | undefined): Example {
  if (typeof sample === "string") return [{ text: sample, ...(when !== undefined && { title: when }) }];
  const files = Object.entries(sample);
  if (files.length === 0) return [{ title: when ?? "", text: "" }];
  return files.map(([name, text]) => ({ title: when === undefined ? name : `${name}, ${when}`, text }));
}
