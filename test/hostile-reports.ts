import type { Name } from "../dns/name.ts";
import type { Problem } from "../dns/problem.ts";
import { TXT } from "../dns/type-numbers.ts";
import type { Danger } from "../src/plan/dangers.ts";
import type { Effect } from "../src/plan/effects/effect.ts";
import type { Plan } from "../src/plan/plan.ts";
import type { WrittenChange } from "../src/proof/change-index.ts";
import type { AnswerChange, Proof } from "../src/proof/proof.ts";
import type { Report } from "../src/report/report.ts";
import type { SourceRecord } from "../src/source/source-zone.ts";
import type { Miss, PathResult } from "../src/verify/types.ts";
import { DEPLOYED, reportOf, ZONE } from "./deployments.ts";
import { FULL_PROOF } from "./full-proof.ts";
import { FULL_REPORT } from "./full-report.ts";

/** Every place of a report where a text can stand that is not ours, and a report with a text there. */
export const PLACES: readonly (readonly [place: string, reportWith: (text: string) => Report])[] = [
  ["the message of a problem", (text) => withProblem({ message: `Found ${text}` })],
  ["the help of a problem", (text) => withProblem({ help: `Write ${text}` })],
  ["the name of a file", (text) => withProblem({ file: `zones/${text}.yaml` })],
  ["a note", (text) => ({ ...FULL_REPORT, notes: [`A branch is called ${text}.`] })],
  [
    "why a rule was not checked",
    (text) => ({ ...FULL_REPORT, notChecked: [{ rule: "spf-void", reason: text }] }),
  ],
  ["what is dangerous", (text) => withDanger({ message: text })],
  ["a label", (text) => withDanger({ label: text })],
  ["who allowed it", (text) => withDanger({ allowed: { by: text, at: text } })],
  ["an effect", (text) => withEffect(text)],
  [
    "a setting",
    (text) => ({ ...FULL_REPORT, review: { ...REVIEW, settings: [{ zones: [ZONE], message: text }] } }),
  ],
  [
    "a variable",
    (text) => ({
      ...FULL_REPORT,
      review: { ...REVIEW, variables: [{ name: text, from: [text], to: [text], records: 1, zones: [ZONE] }] },
    }),
  ],
  ["what was seen outside", (text) => withWatch(text)],
  ["the owner of a record", withOwner],
  ["the value of a TXT", withText],
  ["the file of a value", withValueIn],
  ["the name of a zone", withZone],
  ["the file of a zone that goes", withRemovedFile],
  ["what is left dangling", (text) => withEffect(text, "dangling")],
  ["why a nameserver is silent", withSilence],
  ["what was expected", (text) => withMiss({ expected: text })],
  ["what came", (text) => withMiss({ got: text })],
  ["who answered", (text) => withPath({ answeredBy: [text] })],
  [
    "the name of a nameserver",
    (text) => withPath({ nameserver: { name: text, address: "192.0.2.1", port: 53 } }),
  ],
  ["why nothing was asked", (text) => withPath({ notAsked: text })],
  ["why a deployment failed", (text) => reportOf({ ...DEPLOYED, failure: text, warnings: [text] })],
  [
    "the detail of a step",
    (text) => reportOf({ ...DEPLOYED, steps: DEPLOYED.steps.map((step) => ({ ...step, detail: text })) }),
  ],
  [
    "what a machine says",
    (text) =>
      reportOf({ ...DEPLOYED, machines: DEPLOYED.machines.map((one) => ({ ...one, problem: text })) }),
  ],
  [
    "the name of a machine, its region and its app",
    (text) => {
      const names = { app: text, region: text, machine: text, image: text };
      const machines = DEPLOYED.machines.map((one) => ({ ...one, ...names }));
      return reportOf({ ...DEPLOYED, machines, image: text, outcome: "failed", failure: "x" });
    },
  ],
  [
    "what ran before",
    (text) => reportOf({ ...DEPLOYED, before: [{ ...DEPLOYED.before![0]!, app: text, image: text }] }),
  ],
  ["a value that nobody planned", withDrift],
  ["the name of an answer that changes", (text) => withAnswer({ name: labelled(text) })],
  ["what a changed answer stands for", (text) => withAnswer({ below: labelled(text) })],
  ["what was answered before", (text) => withAnswer({ before: text })],
  ["what is answered now", (text) => withAnswer({ after: text })],
  ["the owner of a cause", (text) => withCause({ owner: labelled(text) })],
  ["the file of a cause", (text) => withCause({ at: { file: `zones/${text}.yaml`, line: 1, column: 1 } })],
  ["why something is not proved", (text) => withProof({ notProved: [{ zone: ZONE, reason: text }] })],
  ["an answer that no longer fits", (text) => withProof({ sizes: [{ ...SIZE, name: labelled(text) }] })],
  [
    "an answer that nothing explains",
    (text) => withProof({ unexplained: [{ ...ANSWER, name: labelled(text) }] }),
  ],
  [
    "what the model of answers says",
    (text) =>
      withProof({
        model: {
          asked: 1,
          agreed: 0,
          judged: { answer: 0, authority: 0, additional: 0 },
          disagreements: [{ ...ANSWER, expected: text, got: text }],
        },
      }),
  ],
];

const PLAN = FULL_REPORT.plan as Plan; // a full report has one
const REVIEW = FULL_REPORT.review!;

const PROOF = FULL_PROOF;
const SIZE = PROOF.sizes[0]!;
const ANSWER = PROOF.groups[0]!.examples[0]!;

function withProof(change: Partial<Proof>): Report {
  return { ...FULL_REPORT, proof: { ...PROOF, ...change } };
}

function withAnswer(change: Partial<AnswerChange>): Report {
  const groups = PROOF.groups.map((group) => ({
    ...group,
    examples: group.examples.map((one) => ({ ...one, ...change })),
  }));
  return withProof({ groups });
}

function withCause(change: Partial<WrittenChange>): Report {
  return withProof({
    groups: PROOF.groups.map((group) => ({ ...group, change: { ...group.change, ...change } })),
  });
}

function labelled(text: string): Name {
  const label = Buffer.from(text).toString("latin1").slice(0, 63);
  return `${String.fromCharCode(label.length)}${label}${ZONE}` as Name; // 1 to 63 octets
}

function withProblem(change: Partial<Problem>): Report {
  const [first, ...others] = FULL_REPORT.problems;
  return { ...FULL_REPORT, problems: [{ ...first!, ...change }, ...others] };
}

function withDanger(change: Partial<Danger>): Report {
  const dangers = REVIEW.dangers.map(({ zone, kind, message, label }) => ({
    zone,
    kind,
    message,
    label,
    ...change,
  }));
  return { ...FULL_REPORT, review: { ...REVIEW, dangers } };
}

function withWatch(text: string): Report {
  const watch = FULL_REPORT.watch!;
  const finding = { ...watch.findings[0]!, about: text, message: text, mend: text };
  const registration = { ...watch.registrations[0]!, registrar: text, status: [text] };
  const gap = { ...watch.gaps[0]!, reason: text };
  return {
    ...FULL_REPORT,
    watch: { ...watch, findings: [finding], registrations: [registration], gaps: [gap] },
  };
}

function withEffect(message: string, kind?: Effect["kind"]): Report {
  return {
    ...FULL_REPORT,
    review: {
      ...REVIEW,
      effects: REVIEW.effects.map((effect) => ({ ...effect, message, ...(kind && { kind }) })),
    },
  };
}

function withMiss(change: Partial<Miss>): Report {
  return withPath((path) => ({ misses: path.misses.map((miss) => ({ ...miss, ...change })) }));
}

function withPath(change: Partial<PathResult> | ((path: PathResult) => Partial<PathResult>)): Report {
  const verification = FULL_REPORT.verification!;
  const paths = verification.paths.map((path) => ({
    ...path,
    ...(typeof change === "function" ? change(path) : change),
  }));
  return { ...FULL_REPORT, verification: { ...verification, paths } };
}

function withOwner(text: string): Report {
  const label = Buffer.from(text).toString("latin1").slice(0, 63);
  const owner = `${String.fromCharCode(label.length)}${label}${PLAN.zones[0]!.zone.origin}` as Name; // 1 to 63 octets
  return withRecords((record) => ({ ...record, owner }));
}

function withText(text: string): Report {
  const octets = Buffer.from(text).toString("latin1");
  const strings = octets.match(/[\s\S]{1,255}/g) ?? [];
  const rdata = strings.map((part) => String.fromCharCode(part.length) + part).join("");
  return withRecords((record) => ({ ...record, type: TXT, rdata }));
}

function withValueIn(text: string): Report {
  return withRecords((record) => ({ ...record, at: { ...record.at, file: `zones/${text}.yaml` } }));
}

/** The records that come are changed. */
function withRecords(change: (record: SourceRecord) => SourceRecord): Report {
  const [first, ...others] = PLAN.zones;
  const changes = first!.changes!.map((one) => {
    const added = one.added.map(change);
    return added.length === 0 ? one : { ...one, owner: added[0]!.owner, type: added[0]!.type, added };
  });
  return { ...FULL_REPORT, plan: { ...PLAN, zones: [{ ...first!, changes }, ...others] } };
}

function withZone(text: string): Report {
  const label = Buffer.from(text).toString("latin1").slice(0, 63);
  const origin = `${String.fromCharCode(label.length)}${label}\0` as Name; // 1 to 63 octets
  return { ...FULL_REPORT, plan: { ...PLAN, removed: [{ origin, records: 12 }] } };
}

function withRemovedFile(text: string): Report {
  const removed = [{ origin: ZONE, file: `zones/${text}.yaml` }];
  return { ...FULL_REPORT, plan: { ...PLAN, removed } };
}

function withDrift(text: string): Report {
  const octets = Buffer.from(text).toString("latin1");
  const strings = octets.match(/[\s\S]{1,255}/g) ?? [];
  const rdata = strings.map((part) => String.fromCharCode(part.length) + part).join("");
  const change = {
    owner: ZONE,
    type: TXT,
    kind: "removed",
    added: [],
    removed: [{ owner: ZONE, type: TXT, ttl: 60, rdata, at: { file: text, line: 1, column: 1 } }],
  } as const;
  const drift = {
    digest: "0".repeat(64),
    zones: [{ origin: ZONE, changes: [change] }],
    removed: [{ origin: ZONE, file: text }],
  };
  return reportOf({ ...DEPLOYED, outcome: "refused", failure: "1 RRset would change", drift });
}

function withSilence(text: string): Report {
  const zones = PLAN.zones.map((zone) =>
    zone.decision.kind === "unknown"
      ? { ...zone, decision: { kind: "unknown" as const, silent: [{ by: text, reason: text }] } }
      : zone,
  );
  return { ...FULL_REPORT, plan: { ...PLAN, zones } };
}
