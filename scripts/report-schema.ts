import type { Schema } from "../dns/fields/field.ts";
import { DANGER_KINDS } from "../src/plan/danger-kinds.ts";
import { REPORT_VERSION } from "../src/report/json.ts";
import { list, object, text, whole } from "./schema-words.ts";

/**
 * The JSON Schema (draft-07) of a report as JSON. It lets unknown keys pass, for new ones come without a new version; a
 * test holds it against reports with nothing unknown allowed, so that no key is without its line here.
 */
export function reportSchema(): Schema {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    $id: `urn:zonepipe:report:${REPORT_VERSION}`,
    title: "zonepipe report",
    description:
      "What a run found out. Names are absolute, values in presentation form (RFC 1035 §5.1), times in milliseconds.",
    ...object(
      {
        version: { const: REPORT_VERSION, description: "Of this form" },
        command: text("The command, or the mode of the Action, that ran"),
        outcome: {
          enum: ["fine", "wrong", "blocked"],
          description: "blocked: the outside world did not let the run finish. Exit codes 0, 1 and 2",
        },
        problems: list(ref("problem"), "What is wrong with the zones, sorted by place"),
        notChecked: list(ref("notChecked"), "Rules that could not be checked, or not to the end"),
        zones: whole("How many zones were read"),
        records: whole("How many records were read"),
        plan: list(ref("zonePlan"), "What happens to each zone; missing when the run ended before"),
        removed: list(ref("removedZone"), "Zones that are published and no longer there; comes with plan"),
        base: text(
          "The commit that the plan starts from, whose files hold what goes; missing where it is none",
        ),
        review: ref("review"),
        asked: list(
          ref("askedDeletion"),
          "How often what goes was asked for, as far as machines told; with plan --asked",
        ),
        proof: ref("proof"),
        steps: list(ref("orderedStep"), "The order in which the changes are safe; with plan --steps"),
        unsafe: list(ref("mixture"), "What fails all the same in that order; comes with steps"),
        verification: ref("verification"),
        deployment: ref("deployment"),
        watch: ref("watch"),
        notes: list({ type: "string" }, "What the reader should know of how this came about, in sentences"),
        milliseconds: whole("From start to end"),
      },
      [
        ...["plan", "removed", "base", "review", "asked", "proof", "steps", "unsafe"],
        ...["verification", "deployment", "watch"],
      ],
    ),
    definitions: DEFINITIONS,
  };
}

const ANSWER_CHANGE = {
  name: text("Absolute name that was asked for"),
  type: text("TYPE65280 and the like stand for all types that are not there"),
  dnssec: { type: "boolean", description: "Asked with DO" },
  below: text("The name stands for all names below this one that do not exist"),
  before: text("The response code where it is none of the usual, and the records, each on a line"),
  after: text(),
};

const PLACE_OF_CAUSE = {
  file: {
    type: ["string", "null"],
    description: "Where it is written; of what goes, where it was. null where that is not known",
  },
  line: { type: ["integer", "null"], minimum: 1 },
};

const CHANGE: { readonly [key: string]: Schema } = {
  name: text("Absolute name of the RRset"),
  type: text("Record type, for example MX or TYPE65280"),
  kind: { enum: ["added", "removed", "changed"] },
  ttl: object(
    { from: whole("Seconds"), to: whole("Seconds"), fromAt: ref("position"), toAt: ref("position") },
    ["fromAt", "toAt"],
  ),
  removed: list(
    ref("value"),
    "Values that go, and where they were written before: at the commit of base, or in a rendered zone file",
  ),
  added: list(ref("value"), "Values that come, and where they are written"),
};

const DEFINITIONS: Schema = {
  position: object({
    file: text("Path as it was given, from the root of the repository in the Action"),
    line: { type: "integer", minimum: 1 },
    column: { type: "integer", minimum: 1, description: "In UTF-16 units" },
  }),
  problem: object(
    {
      file: text(),
      line: { type: "integer", minimum: 1 },
      column: { type: "integer", minimum: 1, description: "In UTF-16 units" },
      rule: text("Id of the rule, as `zonepipe explain` takes it"),
      severity: { enum: ["error", "warning", "info"] },
      message: text("What was found and what is expected, without a final stop"),
      help: text("How to mend it"),
      source: text("Where the rule comes from, for example RFC 1035 §3.3.9"),
      stoodBefore: {
        type: "boolean",
        description: "It stood before the change already; there where the zones before it were checked too",
      },
    },
    ["source", "stoodBefore"],
  ),
  notChecked: object({ rule: text(), reason: text("Without a final stop") }),
  zonePlan: object({
    zone: text("Absolute name"),
    records: whole(),
    serial: object({
      published: {
        type: ["integer", "null"],
        description: "The greatest that was shown; null where none was",
      },
      planned: { type: ["integer", "null"], description: "null where it could not be decided" },
      decision: { enum: ["first", "kept", "raised", "unknown", "no-greatest"] },
    }),
    changes: {
      type: ["array", "null"],
      items: ref("change"),
      description: "Against what is published; null where that is not known",
    },
  }),
  change: object(CHANGE, ["ttl"]),
  zoneChange: object({ zone: text("Absolute name"), ...CHANGE }, ["ttl"]),
  value: object(
    {
      ttl: whole("Seconds"),
      value: { type: "string" },
      at: ref("position"),
      owner: text("Who is in charge, where somebody says"),
      now: {
        type: "array",
        items: text("An IPv4 or IPv6 address"),
        description: "Addresses that the target of an ALIAS has now, where it was looked up",
      },
      madeFrom: text("The record that this one is made of, where nobody wrote it: `at` is its place"),
    },
    ["at", "owner", "now", "madeFrom"],
  ),
  removedZone: object(
    {
      zone: text("Absolute name"),
      records: { type: ["integer", "null"], minimum: 0, description: "null where not all could be read" },
      file: text("The file where it was, or the folder of its files; missing where it came from none"),
    },
    ["file"],
  ),
  review: object(
    {
      digest: {
        type: ["string", "null"],
        description: "Over the changes alone; null where they are not known",
      },
      dangers: list(ref("danger"), "What somebody must allow by name"),
      variables: list(
        ref("variable"),
        "Variables of _config.yaml (`names`) that change records; missing where none does",
      ),
      settings: list(
        ref("setting"),
        "Settings of _config.yaml that change, whether a record shows it or not",
      ),
      effects: list(ref("effect"), "What the changes do to the world"),
      mixtures: list(
        ref("mixture"),
        "What fails while caches hold some of the old answers and some of the new, dangers first",
      ),
    },
    ["variables"],
  ),
  danger: object(
    {
      zone: text("Absolute name"),
      kind: { enum: DANGER_KINDS.map(({ kind }) => kind) },
      message: text(),
      label: text("The label that allows it"),
      allowed: object({ by: text("Who set the label"), at: text("When, in ISO 8601") }),
    },
    ["allowed"],
  ),
  variable: object({
    name: text("As _config.yaml has it, without the $"),
    from: list(text(), "What it stood for: addresses, or a name"),
    to: list(text(), "What it stands for"),
    records: whole("Records that change by it"),
    zones: list(text("Absolute name"), "In which they are"),
  }),
  setting: object({ zones: list(text("Absolute name")), message: text() }),
  effect: object({
    zone: text("Absolute name"),
    name: text("Absolute name"),
    type: text(),
    kind: {
      enum: ["cached", "ttl-not-lowered", "name-gone", "wildcard", "dangling", "policy", "delegation"],
    },
    message: text(),
  }),
  askedDeletion: object(
    {
      zone: text("Absolute name"),
      name: text(
        "Absolute name of the RRset; missing where all of the zone goes, of which SOA and ZONEMD are not counted",
      ),
      type: text("Record type; comes with name"),
      questions: whole("Over all machines that told; where isWhole is false, at least so many"),
      isWhole: {
        type: "boolean",
        description: "All who answer for the zone told: only then does 0 say that nobody asked since then",
      },
      first: text("Since when the first machine counts, in ISO 8601"),
      since: text("Since when all that told count, in ISO 8601"),
      told: whole("Machines that told"),
      machines: whole("Machines that there are"),
      others: list({ type: "string" }, "Who else answers for the zone, and was not asked"),
      recorded: ref("askedRecorded"),
    },
    ["name", "type", "recorded"],
  ),
  askedRecorded: object(
    {
      asked: {
        enum: ["none", "some", "perhaps"],
        description:
          "Whether it was asked for since first, but for what is counted since; perhaps: it, or something else",
      },
      questions: whole(
        "With what is counted since, and without our own; missing where the number is not known",
      ),
      first: text("Since when the first machine counted, over releases, in ISO 8601"),
      noneSince: text(
        "Since when nobody but us asked, in ISO 8601; missing where somebody did, or that is not known",
      ),
      releases: whole("Releases at which not all was counted"),
      uncountedSeconds: whole("For how long that was, in all of them together"),
    },
    ["questions", "noneSince"],
  ),
  orderedStep: object({
    after: seconds("To wait after every nameserver answers the step before"),
    changes: list(ref("zoneChange"), "What goes out in this step, against the step before"),
  }),
  mixture: object(
    {
      zone: text("Absolute name"),
      name: text("Absolute name of the dependent RRset"),
      type: text("Of the dependent RRset"),
      kind: {
        enum: [
          ...["mail", "spf", "service", "delegation", "alias"],
          ...["addresses", "keys", "signatures", "certificate"],
        ],
      },
      isDanger: { type: "boolean", description: "It breaks mail, a delegation or DNSSEC" },
      label: text("The label that allows it; there where it is a danger"),
      message: text("What fails, for how long, and what to do about it"),
      from: whole("Seconds after the last machine and secondary answers the new"),
      until: seconds("In the same seconds"),
      remedy: list(
        object({ after: seconds("After the step before it"), what: text() }),
        "How to do it without, in order",
      ),
      file: text("Of the record that makes the difference, after the change; missing where it is none"),
      line: { type: "integer", minimum: 1 },
    },
    ["label", "file", "line"],
  ),
  proof: object({
    questions: whole("Kinds of questions that there are, over the zones before and after"),
    asked: whole("Of those, asked on both sides"),
    outOfReach: whole("Of those, not asked, for no change can reach them"),
    ledByDname: whole("Further kinds that a DNAME leads to others of them, and that answer as those do"),
    same: whole("Answered as before, those out of reach included"),
    changed: whole("Answered differently"),
    asWritten: whole("Of the changed, those whose question is for what was written"),
    consequences: list(
      ref("consequence"),
      "Answers that change though nobody wrote so: some of each cause, whose counts are in causes",
    ),
    causes: list(ref("cause"), "Every change that changes answers, and how; consequences first"),
    mixtures: list(ref("mixture"), "What fails while caches turn over, as in the review"),
    unexplained: list(ref("answerChange"), "Answers that change without a cause: a defect of zonepipe"),
    sizes: list(
      object({
        name: text("Absolute name"),
        type: text(),
        before: whole("Octets, with the longest name of its kind"),
        after: whole("Octets"),
        limit: { enum: [512, 1232], description: "The size that it crosses" },
      }),
      "Answers that no longer fit, or fit again",
    ),
    notProved: list(
      object({
        zone: { type: ["string", "null"], description: "Absolute name; null where it is of no one zone" },
        reason: text("A clause"),
      }),
      "What the proof does not speak for",
    ),
    model: object({
      asked: whole("Answers that were held against the model of answers"),
      agreed: whole(),
      judged: object({
        answer: whole("Answers whose answer section was held against the zones record by record"),
        authority: whole(),
        additional: whole(),
      }),
      disagreements: list(
        object({
          name: text("Absolute name"),
          type: text(),
          expected: { type: "string" },
          got: { type: "string" },
        }),
        "A defect of zonepipe",
      ),
    }),
    milliseconds: whole(),
  }),
  answerChange: object(ANSWER_CHANGE, ["below"]),
  consequence: object(
    {
      ...ANSWER_CHANGE,
      cause: text("A kind, as in causes"),
      ...PLACE_OF_CAUSE,
    },
    ["below"],
  ),
  cause: object({
    cause: text(
      "How the change comes to change answers: written, alias, wildcard, dname, exists, ceased, cut, additional, negative, " +
        "zone, denial",
    ),
    zone: text("Absolute name"),
    name: text("Absolute name of what was written"),
    type: { type: ["string", "null"], description: "null for a whole zone" },
    change: { enum: ["added", "removed", "changed"] },
    ...PLACE_OF_CAUSE,
    count: whole("Answers"),
  }),
  verification: object(
    {
      milliseconds: whole(),
      coverage: object({ changed: ref("share"), unchanged: ref("share") }),
      paths: list(ref("path"), "Each nameserver by each transport and each program that asked"),
    },
    ["coverage"],
  ),
  client: object({ kind: { enum: ["dig", "built-in"] }, version: { type: "string" } }),
  share: object({
    total: whole("What there was to ask"),
    asked: list(
      object({ client: { enum: ["dig", "built-in"] }, count: whole() }),
      "So many, by each program",
    ),
  }),
  path: object(
    {
      nameserver: object({ name: text(), address: text(), port: whole() }),
      transport: { enum: ["udp", "tcp"] },
      client: ref("client"),
      asked: whole("Questions"),
      passed: whole("Answers that are as expected"),
      notAsked: text("Why nothing was asked from here; missing when it was"),
      answeredBy: list({ type: "string" }, "Who answered (NSID, RFC 5001)"),
      milliseconds: object({ median: number(), slowest: number() }),
      serials: list(
        object({ zone: text(), expected: whole(), got: { type: ["integer", "null"] } }),
        "What the SOA said; null without an answer",
      ),
      misses: list(ref("miss"), "Answers that are not as expected"),
      late: list(ref("miss"), "Right answers that came late"),
    },
    ["notAsked"],
  ),
  deployment: object(
    {
      outcome: { enum: ["deployed", "unchanged", "refused", "not-released", "rolled-back", "failed"] },
      commit: text("Of the zones"),
      inputs: text("Digest of everything that makes the image"),
      image: text("The image that was built; missing when none was"),
      dockerfile: { enum: ["ours", "theirs"] },
      failure: text("What failed; missing when nothing did"),
      convergence: whole("Milliseconds from the last machine's release until all agreed"),
      machines: list(ref("machine"), "As they are at the end"),
      secondaries: list(ref("secondary"), "Nameservers of others, and where they stand with each zone"),
      floors: list(object({ zone: text(), serial: whole() }), "Serials that may have been answered"),
      steps: list(ref("step"), "In order, as they happened"),
      warnings: list(text()),
      drift: object({
        digest: text("Over these changes"),
        zones: list(object({ zone: text(), changes: list(ref("change")) })),
        removed: list(ref("removedZone")),
      }),
      before: list(ref("machineBefore"), "What the machines ran before"),
      proof: ref("verification"),
    },
    ["image", "failure", "convergence", "drift", "before", "proof", "secondaries"],
  ),
  machine: object(
    {
      app: text(),
      region: text(),
      machine: text(),
      image: text("By digest"),
      healthy: { type: "boolean" },
      zones: list(
        object({
          zone: text(),
          serial: whole(),
          digest: { type: ["string", "null"] },
          isExpected: { type: "boolean" },
        }),
        "As the machine itself answers them",
      ),
      problem: text("Why it is not as it should be"),
      namedByNsid: { type: "boolean", description: "It was seen to answer from outside (RFC 5001)" },
    },
    ["problem"],
  ),
  secondary: object({
    nameserver: object({ name: text(), address: text(), port: { type: "integer" } }),
    fed: { type: ["string", "null"], description: "transfer or files; null where _config.yaml does not say" },
    waited: whole("Milliseconds that it was waited for"),
    zones: list(
      object(
        {
          zone: text(),
          expected: whole("The serial that it should answer"),
          standing: text("follows, behind, ahead, other-content, absent, failing or silent"),
          serial: whole("What it answers"),
          seen: text("How its content was compared: records, digest, or serial where it shows neither"),
          timers: object({ refresh: whole("Seconds"), retry: whole("Seconds") }),
          reason: text("Why nothing came"),
          after: whole("Milliseconds until it was seen to follow; missing where it did at once, or not"),
          notified: text("What became of our NOTIFY: taken, refused, no-answer or not-sent"),
        },
        ["serial", "seen", "timers", "reason", "after", "notified"],
      ),
    ),
  }),
  step: object(
    {
      label: text(),
      outcome: { enum: ["done", "failed", "skipped"] },
      detail: text(),
      milliseconds: whole(),
    },
    ["detail"],
  ),
  machineBefore: object({ app: text(), region: text(), machine: text(), image: text(), commit: text() }, [
    "commit",
  ]),
  watch: object({
    findings: list(ref("watchFinding"), "What is wrong outside of the nameservers, alarms first"),
    registrations: list(
      object(
        {
          domain: text("Absolute name of the registered domain"),
          status: list({ type: "string" }, "As its registry writes them"),
          ends: {
            type: ["string", "null"],
            description: "In ISO 8601; null where the registry does not say",
          },
          registrar: text(),
        },
        ["registrar"],
      ),
      "What the registries say (RFC 9083)",
    ),
    signatures: list(
      object({ zone: text("Absolute name"), ends: text("When its first signature ends, in ISO 8601") }),
      "Of each signed zone",
    ),
    gaps: list(
      object({
        part: text(),
        zones: list(text("Absolute name")),
        kind: { enum: ["failed", "left-out"] },
        reason: text("A clause"),
      }),
      "What was not looked at; failed: it may be known in the next run",
    ),
  }),
  watchFinding: object(
    {
      part: { enum: ["answers", "parents", "registration", "signatures"] },
      zone: text("Absolute name"),
      about: text("What it is about: the same in every run for the same thing"),
      weight: { enum: ["alarm", "warning"] },
      message: text("Without a final stop"),
      mend: text("What to do"),
      since: text("When a run saw it first, in ISO 8601; in `drift` with an issue"),
    },
    ["since"],
  ),
  miss: object({
    zone: text("Absolute name"),
    name: text("Absolute name that was asked for"),
    type: text(),
    kind: text("What is wrong with it, for example wrong-value or no-answer"),
    expected: { type: "string" },
    got: { type: "string" },
    attempts: whole(),
    milliseconds: number("Of the last attempt"),
  }),
};

/** Seconds, where a TTL of others may decide. */
function seconds(description: string): Schema {
  return {
    oneOf: [{ type: "integer", minimum: 0 }, { const: "unknown" }],
    description: `${description}; unknown where the TTL of a parent zone decides that is not ours`,
  };
}

function number(description?: string): Schema {
  return { type: "number", minimum: 0, ...(description !== undefined && { description }) };
}

function ref(definition: string): Schema {
  return { $ref: `#/definitions/${definition}` };
}
