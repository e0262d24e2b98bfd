import { keyOf, type Name, printName } from "../../dns/name.ts";
import { CNAME } from "../../dns/type-numbers.ts";
import { writing } from "../source/suggest.ts";
import { answerOf, MAX_STEPS } from "./answer.ts";
import type { LintRecord } from "./lint-zone.ts";
import type { Family, Find, Rule } from "./rule.ts";
import type { ZoneIndex } from "./zone-index.ts";

/** Aliases one after the other that are still followed by everybody. Our judgement: resolvers stop at 8 to 16. */
const MOST_STEPS = 8;

const CNAME_LOOP: Rule = {
  id: "cname-loop",
  severity: "error",
  source: "RFC 1034 §3.6.2",
  about: "Aliases that lead round in a circle, in any of these zones",
  why: "Resolvers follow them until they give up, and nobody gets an answer.",
  mend: "Let one of them stand for a name that has records.",
  accepted: ["a: {type: CNAME, value: b.example.net.}\n"],
  refused: [
    {
      sample: "a: {type: CNAME, value: b.example.com.}\nb: {type: CNAME, value: a.example.com.}\n",
      finds: [
        "1:25 CNAME leads round in a circle: a.example.com. → b.example.com. → a.example.com.",
        "2:25 CNAME leads round in a circle: b.example.com. → a.example.com. → b.example.com.",
      ],
    },
    {
      sample: "'*': {type: CNAME, value: www.example.com.}\n",
      finds: ["1:27 CNAME leads round in a circle: *.example.com. → www.example.com. → www.example.com."],
    },
  ],
};

const CNAME_CHAIN: Rule = {
  id: "cname-chain",
  severity: "warning",
  source: "RFC 1034 §3.6.2",
  about:
    "An alias of an alias, in any of these zones: an error with more than eight, an information with two that end in these zones",
  why: "Each step costs a question where another server is asked for it, and each is one more name that can fail. Resolvers stop after eight to sixteen.",
  mend: "Let it stand for the last name of the chain.",
  accepted: ["blog: {type: CNAME, value: www.example.com.}\nwww: {type: A, value: 192.0.2.80}\n"],
  refused: [
    {
      sample: `blog: {type: CNAME, value: www.example.com.}
www: {type: CNAME, value: web.example.net.}
`,
      finds: ["1:28 CNAME leads to another alias: blog.example.com. → www.example.com. → web.example.net."],
    },
    {
      sample: {
        "example.com.yaml": "blog: {type: CNAME, value: www.example.org.}\n",
        "example.org.yaml": "www: {type: CNAME, value: web.example.net.}\n",
      },
      finds: [
        "example.com.yaml:1:28 CNAME leads to another alias: blog.example.com. → www.example.org. → web.example.net.",
      ],
    },
  ],
};

const CNAME_TARGET_MISSING: Rule = {
  id: "cname-target-missing",
  severity: "warning",
  about: "An alias of a name in one of these zones that has no records",
  why: "Whoever follows it gets nothing. Often the target was renamed or removed.",
  mend: "Write a name that has records, or remove the alias.",
  absence: true,
  accepted: ["blog: {type: CNAME, value: www.example.com.}\nwww: {type: A, value: 192.0.2.80}\n"],
  refused: [
    {
      sample: "blog: {type: CNAME, value: wwww.example.com.}\nwww: {type: A, value: 192.0.2.80}\n",
      finds: ["1:28 CNAME target wwww.example.com. has no records in example.com., which is ours"],
    },
  ],
};

/** Where aliases lead. */
export const ALIASES: Family = {
  subject: "Aliases",
  rules: [CNAME_LOOP, CNAME_CHAIN, CNAME_TARGET_MISSING],
  check: checkAliases,
};

function checkAliases(index: ZoneIndex, find: Find): void {
  for (const { records } of index.setsOf(CNAME)) checkAlias(records[0]!, index, find);
}

function checkAlias(record: LintRecord, { zones }: ZoneIndex, find: Find): void {
  const target = keyOf(record.rdata as Name); // CNAME holds one name
  let answer = answerOf(target, zones);
  if (answer.kind === "nothing") {
    const message = `CNAME target ${printName(target)} has no records in ${printName(answer.zone.apex)}, which is ours`;
    find(
      CNAME_TARGET_MISSING,
      record.at,
      message,
      "Write a name that has records, or remove the alias.",
      record,
    );
    return;
  }
  const steps = [keyOf(record.owner), target];
  while (answer.kind === "alias" && steps.length <= MAX_STEPS) {
    const isCircle = steps.includes(answer.target);
    steps.push(answer.target);
    if (isCircle) {
      const message = `CNAME leads round in a circle: ${steps.map(printName).join(" → ")}`;
      find(CNAME_LOOP, record.at, message, "Let one of them stand for a name that has records.", record);
      return;
    }
    answer = answerOf(answer.target, zones);
  }
  if (steps.length === 2) return;
  const isOurs = answer.kind === "records";
  const severity =
    steps.length - 1 > MOST_STEPS ? "error" : isOurs && steps.length === 3 ? "info" : "warning";
  const message = `CNAME leads to another alias: ${steps.map(printName).join(" → ")}`;
  const end = printName(steps.at(-1)!);
  const help = `Write ${end}, where the chain ends.`;
  find({ ...CNAME_CHAIN, severity }, record.at, message, help, record, writing(end));
}
