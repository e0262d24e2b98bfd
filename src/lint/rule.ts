import type { Fix, Position, Problem, Severity } from "../../dns/problem.ts";
import type { LintRecord } from "./lint-zone.ts";
import type { Outside } from "./outside.ts";
import type { ZoneIndex } from "./zone-index.ts";

/** Rules about one subject, and what applies them to a zone. */
export interface Family {
  /** The subject, in a few words, as a heading. */
  readonly subject: string;
  readonly rules: readonly Rule[];
  /** Left out where another step of the line applies the rules: the reader, or the plan. */
  readonly check?: Check;
}

/** Applies rules to a zone. */
export type Check = (index: ZoneIndex, find: Find, outside: Outside) => void;

/** One thing that is checked, with its documentation and its test. */
export interface Rule {
  /** Stable, in lower case with hyphens. */
  readonly id: string;
  readonly severity: Severity;
  /** Where it comes from, for example `RFC 1034 §3.6.2`. */
  readonly source?: string;
  /** What it finds, in a phrase without a final stop. */
  readonly about: string;
  /** What happens to whoever breaks it: a sentence or two. */
  readonly why: string;
  /** How to mend it in general; a problem says it for its own case. */
  readonly mend: string;
  /**
   * Nobody can turn it off or lower it: a zone that breaks it cannot be served as written, or it is about a change,
   * which a label allows.
   */
  readonly firm?: true;
  /** Why that is so, to follow a colon, where it is neither. */
  readonly whyFirm?: string;
  /** It finds that something is missing, so it has no word where a part of the zone could not be read. */
  readonly absence?: true;
  /** A matter of house rules: it speaks only where `_config.yaml` gives it a level. */
  readonly off?: true;
  /** What it has to know beside the zones. Where that is missing, it is told as not checked. */
  readonly needs?: Need;
  /** Zones that it has no word about. */
  readonly accepted: readonly (Sample | Case)[];
  /** Zones that it finds something in, and what it tells of them. */
  readonly refused: readonly RefusedCase[];
}

/** `base`: the zones before the change; `live`: what the nameservers answer; `resolver`: names of others. */
export type Need = "base" | "live" | "resolver";

/**
 * Zones that show a rule: YAML of example.com, or several files by their names. A file that ends with `.zone` is a
 * zone file. `_config.yaml` names two nameservers outside of the zones where it is not given.
 */
export type Sample = string | { readonly [file: string]: string };

/** Zones, and what a rule has to know beside them. */
export interface Case {
  readonly sample: Sample;
  /** What a resolver answers, as lines of a zone file: what is not in them does not exist. */
  readonly answers?: string;
  /** The zones before the change. */
  readonly before?: Sample;
  /** The DS of example.com that all servers of the parent have, as lines of a zone file; left out: nobody could look. */
  readonly parent?: string;
  /** With `parent`: addresses of nameservers that answer example.com without signatures, while others sign it. */
  readonly unsigned?: readonly string[];
  readonly live?: LiveCase;
}

/** What nameservers show of example.com. */
export interface LiveCase {
  /** The serial that the zone gets. */
  readonly serial: number;
  /** The serials that nameservers answer with, and the zone whose content they have. */
  readonly shown: readonly { readonly serial: number; readonly content: string }[];
  /** The zone as the commit has it that was deployed last. */
  readonly deployed?: string;
}

/** What a rule refuses. */
export interface RefusedCase extends Case {
  /**
   * What is told: `line:column message`, with `file:` before it where there are several files, or the message alone
   * where it is about a change.
   */
  readonly finds: readonly string[];
}

/** What a rule found. */
export interface Finding<Kind extends LintRecord = LintRecord> {
  readonly problem: Problem;
  /** The record at fault, whose remarks may turn the rule off; absent when it is the zone. */
  readonly record?: Kind;
}

/**
 * Takes what a rule found: where, what, and how to mend it. A case that weighs otherwise than its rule is found with
 * `{ ...RULE, severity }`.
 */
export type Find = (
  rule: FoundRule,
  at: Position,
  message: string,
  help: string,
  record?: LintRecord,
  fix?: Fix,
) => void;

/** What a problem takes from its rule. */
export type FoundRule = Pick<Rule, "id" | "severity" | "source" | "absence" | "off">;
