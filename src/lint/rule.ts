import type { Name } from "../../dns/name.ts";
import type { Position, Problem, Severity } from "../../dns/problem.ts";
import type { ZoneRecord } from "../../dns/zone.ts";

/** One thing that is checked. */
export interface Rule {
  /** Stable, in lower case with hyphens. */
  readonly id: string;
  readonly severity: Severity;
  /** Where it comes from, for example `RFC 1034 §3.6.2`. */
  readonly source?: string;
  /** What it finds, in a phrase without a final stop, for the README. */
  readonly about: string;
  /** A zone that breaks it cannot be served as written, so nobody can turn it off or lower it. */
  readonly firm?: true;
  /** It finds that something is missing, so it has no word where a part of the zone could not be read. */
  readonly absence?: true;
}

/** A record and where it stands. Records of zone files have only `at`. */
export interface LintRecord extends ZoneRecord {
  readonly at: Position;
  readonly nameAt?: Position;
  readonly ttlAt?: Position;
  readonly fieldsAt?: { readonly [field: string]: Position };
}

/** What the rules look at: a zone, from YAML or from a zone file. */
export interface LintZone<Kind extends LintRecord = LintRecord> {
  readonly origin: Name;
  readonly records: readonly Kind[];
  /** Where the zone itself stands, for what is missing in it. */
  readonly at: Position;
}

/** What a rule found. */
export interface Finding<Kind extends LintRecord = LintRecord> {
  readonly problem: Problem;
  /** The record at fault, whose remarks may turn the rule off; absent when it is the zone. */
  readonly record?: Kind;
}

/** Takes what a rule found: where, what, and how to mend it. */
export type Find = (rule: Rule, at: Position, message: string, help: string, record?: LintRecord) => void;
