import { describe, expect, test } from "vitest";
import { answer, group, lineOf, nameIn, proofOf, SAME_PROOF, written } from "../../test/full-proof.ts";
import { planned } from "../../test/planned.ts";
import { reviewPlan } from "../plan/review.ts";
import type { CauseKind } from "../proof/cause-kind.ts";
import type { CauseGroup, Proof } from "../proof/proof.ts";
import { toAnnotations } from "./annotations.ts";
import { headline, headlineInTwo } from "./headline.ts";
import { reportToJson } from "./json.ts";
import { printMarkdown } from "./markdown/markdown.ts";
import { answerLines, digLine } from "./proof-example.ts";
import { number, proofSentence, sizeSentence } from "./proof-wording.ts";
import type { Report } from "./report.ts";
import { printTerminal } from "./terminal.ts";

const NEW = nameIn("new");
const WRITTEN = group("written", written(NEW, "A", "added"), 3);
const EXISTS = group("exists", written(NEW, "A", "added"), 2, answer(NEW, "MX", ["3600 IN MX", "no data"]));

const reportWith = (proof: Proof | undefined, more: Partial<Report> = {}): Report => ({
  command: "plan",
  outcome: "fine",
  counts: { zones: 1, records: 3 },
  problems: [],
  notes: [],
  milliseconds: 1,
  ...(proof && { proof }),
  ...more,
});

describe("the line near the top", () => {
  const OUT = "(61 asked, 41,147 out of reach)";
  test.each<[string, Proof, string]>([
    ["nothing changes", SAME_PROOF, `41,208 kinds of questions: all answered as before ${OUT}`],
    [
      "some change as written, some follow",
      proofOf([WRITTEN, EXISTS]),
      `41,208 kinds of questions: 41,203 answered as before, 5 differ: 3 as written, 2 as a consequence ${OUT}`,
    ],
    [
      "all change as written",
      proofOf([WRITTEN]),
      `41,208 kinds of questions: 41,205 answered as before, 3 differ: 3 as written ${OUT}`,
    ],
    [
      "a zone goes",
      proofOf([
        WRITTEN,
        group(
          "zone",
          { zone: NEW, owner: NEW, kind: "removed" },
          90,
          answer(NEW, "A", ["no data", "REFUSED"]),
        ),
      ]),
      `41,208 kinds of questions: 41,115 answered as before, 93 differ: 3 as written, 90 with a zone that begins or ends ${OUT}`,
    ],
    [
      "a zone begins below another, whose answers it takes",
      proofOf([
        group("zone", { zone: NEW, owner: NEW, kind: "added" }, 9, answer(NEW, "A", ["no data", "NXDOMAIN"])),
      ]),
      `41,208 kinds of questions: 41,199 answered as before, 9 differ: 9 as a consequence ${OUT}`,
    ],
    [
      "one follows",
      proofOf([{ ...EXISTS, count: 1 }]),
      `41,208 kinds of questions: 41,207 answered as before, 1 differs: 1 as a consequence ${OUT}`,
    ],
    [
      "all were asked",
      { ...SAME_PROOF, asked: 41_208, outOfReach: 0 },
      "41,208 kinds of questions: all answered as before (all were asked)",
    ],
    [
      "a DNAME leads others to them",
      { ...SAME_PROOF, ledByDname: 1 },
      `41,208 kinds of questions: all answered as before ${OUT}; 1 more is led to these by DNAMEs and answered as they are`,
    ],
    [
      "some cannot be compared",
      { ...SAME_PROOF, same: 41_200 },
      `41,208 kinds of questions: 41,200 answered as before, 8 not comparable ${OUT}`,
    ],
    [
      "not all is proved",
      { ...SAME_PROOF, notProved: [{ reason: "x" }] },
      `41,208 kinds of questions: all answered as before ${OUT}; not all is proved`,
    ],
    [
      "more is without a cause than is listed",
      { ...proofOf([WRITTEN]), changed: 120, same: 41_088 },
      `41,208 kinds of questions: 41,088 answered as before, 120 differ: 3 as written, 117 that no change explains ${OUT}`,
    ],
    [
      "there was nothing to ask",
      { ...SAME_PROOF, questions: 0, same: 0, asked: 0, outOfReach: 0 },
      "No answer could be compared with what it was",
    ],
  ])("%s", (_, proof, expected) => {
    expect(proofSentence(proof)).toBe(expected);
    expect(printTerminal(reportWith(proof), false)).toContain(`Proof ${expected}.`);
    expect(printMarkdown(reportWith(proof))).toContain(`\n\n${expected}.\n`);
  });

  test("comes before what changes, after what must be allowed", () => {
    const plan = planned(
      "@ 3600 SOA ns1 hostmaster 0 7200 3600 1209600 900\n@ 3600 NS ns2\nns2 A 192.0.2.53\n",
    );
    const page = printMarkdown(reportWith(SAME_PROOF, { plan, review: reviewPlan(plan, () => undefined) }));
    const places = ["[!CAUTION]", "kinds of questions", "```diff"].map((part) => page.indexOf(part));
    expect(places.toSorted((a, b) => a - b)).toEqual(places);
    expect(places).not.toContain(-1);
  });
});

test("a report without a proof says nothing of one", () => {
  const report = reportWith(undefined);
  expect(printTerminal(report, false)).toBe("✔ 1 zone, 3 records · no problem\n");
  expect(printMarkdown(report)).toBe("## ✅ No problem\n\n1 zone, 3 records\n");
  expect(reportToJson(report)).not.toHaveProperty("proof");
  expect(toAnnotations(report)).toEqual([]);
});

test("the first line counts consequences where there are some", () => {
  expect(headline(reportWith(SAME_PROOF))).toBe("1 zone, 3 records · no problem");
  expect(headline(reportWith(proofOf([WRITTEN, EXISTS])))).toBe(
    "1 zone, 3 records · no problem · 2 consequences",
  );
});

describe("a cause in plain words", () => {
  const gone = answer(NEW, "A", ["no data", "NXDOMAIN"]);
  const taken = answer(NEW, "A", ["new.example.com. 60 IN A 192.0.2.1", "no data"]);
  const came = answer(NEW, "A", ["no data", "new.example.com. 60 IN A 192.0.2.1"]);
  const wildcard = written(nameIn("*", "apps"), "TXT", "added");
  const SENTENCES: readonly [CauseKind, CauseGroup, string][] = [
    [
      "exists",
      group("exists", written(NEW, "A", "added"), 1, taken),
      "the new name new.example.com. stands in the way of a wildcard.",
    ],
    [
      "exists",
      group("exists", written(NEW, "A", "added"), 1, answer(NEW, "A", ["NXDOMAIN", "no data"])),
      "the new name new.example.com. makes names exist that did not, if only without records.",
    ],
    [
      "ceased",
      group("ceased", written(NEW, "A", "removed"), 1, gone),
      "the name new.example.com. ceases to exist, and with it names that had no records.",
    ],
    [
      "ceased",
      group("ceased", written(NEW, "A", "removed"), 1, came),
      "the name new.example.com. ceases to exist, and a wildcard answers instead.",
    ],
    [
      "wildcard",
      group("wildcard", wildcard, 1),
      "*.apps.example.com. TXT is new, and answers for every name below apps.example.com. that does not exist.",
    ],
    [
      "alias",
      group("alias", written(NEW, "A", "removed"), 1),
      "an alias leads to new.example.com., whose A goes.",
    ],
    [
      "dname",
      group("dname", written(NEW, "DNAME", "added"), 1),
      "a new DNAME at new.example.com. leads all names below it elsewhere.",
    ],
    [
      "cut",
      group("cut", written(NEW, "NS", "added"), 1),
      "a delegation begins at new.example.com. and hides what is there and below.",
    ],
    [
      "cut",
      group("cut", written(NEW, "NS", "removed"), 1),
      "the delegation of new.example.com. ends, so that this zone answers there and below.",
    ],
    [
      "cut",
      group("cut", written(NEW, "DS", "changed"), 1),
      "the DS of the delegation new.example.com. changes.",
    ],
    [
      "additional",
      group("additional", written(NEW, "A", "changed"), 1),
      "what goes out beside these answers changes, since new.example.com. A changes.",
    ],
    [
      "negative",
      group("negative", written(NEW, "SOA", "changed"), 1),
      "each of these denials carries the SOA of new.example.com., which changes.",
    ],
    [
      "zone",
      group("zone", { zone: NEW, owner: NEW, kind: "added" }, 1, gone),
      "the zone new.example.com. is new, with all names in it.",
    ],
    [
      "denial",
      group("denial", written(NEW, "A", "added"), 1),
      "what the signed zone example.com. proves with its denials changes, since new.example.com. A is new.",
    ],
  ];

  test.each(SENTENCES)("%s", (_, cause, sentence) => {
    expect(printTerminal(reportWith(proofOf([cause])), false)).toContain(`consequence 1 answer: ${sentence}`);
  });

  test("names the wildcard that answered, and says it once", () => {
    const before =
      "@ 3600 SOA ns1 hostmaster 0 7200 3600 1209600 900\n@ NS ns1\nns1 A 192.0.2.53\n* TXT x\n*.b A 192.0.2.8\n";
    const plan = planned(`${before}a.b TXT "new"\n`, before);
    const cause = group("exists", written(nameIn("a", "b"), "TXT", "added"), 2, taken);
    const report = reportWith(proofOf([cause]), { plan, review: reviewPlan(plan, () => undefined) });
    const sentence = "stands in the way of the wildcard *.b.example.com.";
    expect(printTerminal(report, false)).toContain(sentence);
    expect(printTerminal(report, false)).not.toContain("answered for it until now");
    expect(printMarkdown(report)).not.toContain("answered for it until now");
    const { proof: _, ...without } = report;
    expect(printTerminal(without, false)).toContain("answered for it until now");
  });
});

describe("where a cause is written", () => {
  const LINKS = { repository: "https://github.com/o/r", head: "a".repeat(40), run: "https://r.test" };
  const base = "b".repeat(40);
  const pageOf = (kind: "added" | "removed") =>
    printMarkdown(reportWith(proofOf([group("cut", written(NEW, "NS", kind, lineOf(7)), 1)]), { base }), {
      links: LINKS,
    });

  test("is a line of the head, and of what goes a line of the base", () => {
    expect(pageOf("added")).toContain(
      ` · [\`zones/example.com.yaml:7\`](https://github.com/o/r/blob/${LINKS.head}/`,
    );
    expect(pageOf("removed")).toContain(
      ` · was [\`zones/example.com.yaml:7\`](https://github.com/o/r/blob/${base}/`,
    );
  });

  test("has a notice there", () => {
    const [notice] = toAnnotations(reportWith(proofOf([EXISTS])));
    expect(notice).toMatchObject({
      severity: "info",
      title: "2 answers change as a consequence",
      at: { line: 12 },
    });
  });
});

describe("an example", () => {
  test.each([
    ["a name as it is", NEW, "A", "dig new.example.com. A"],
    ["a wildcard, which a shell would read as files", nameIn("*"), "MX", "dig '*.example.com.' MX"],
    ["a name that a shell would run", nameIn("`id`'"), "A", "dig '`id`'\\''.example.com.' A"],
    ["a name that dig would take for an option", nameIn("+short"), "A", "dig -q +short.example.com. -t A"],
    ["a name that dig would take for a nameserver", nameIn("@ns"), "A", "dig '\\@ns.example.com.' A"],
  ])("has %s", (_, name, type, expected) => {
    expect(digLine({ name, type: type === "MX" ? 15 : 1 })).toBe(expected);
  });

  test("asked with DO says so", () => {
    expect(digLine({ name: NEW, type: 1, dnssec: true })).toBe("dig new.example.com. A +dnssec");
  });

  test("of a name that stands for others says for which", () => {
    const one = answer(nameIn("x0", "new"), "TYPE65280", ["no data", "NXDOMAIN"], { below: NEW });
    expect(printTerminal(reportWith(proofOf([group("exists", EXISTS.change, 1, one)])), false)).toContain(
      "  Any name below new.example.com. that does not exist, and any type that is not there, for example:\n" +
        "  dig x0.new.example.com. TYPE65280\n    - no data\n    + NXDOMAIN\n",
    );
  });

  test("is one that people ask for, where there is one", () => {
    const odd = answer(NEW, "TYPE65280", ["no data", "NXDOMAIN"]);
    const signed = answer(NEW, "A", ["no data", "NXDOMAIN"], { dnssec: true });
    const usual = answer(NEW, "AAAA", ["no data", "NXDOMAIN"]);
    const page = printMarkdown(reportWith(proofOf([group("exists", EXISTS.change, 3, odd, signed, usual)])));
    expect(page).toContain("\ndig new.example.com. AAAA\n");
    expect(page).not.toContain("TYPE65280");
  });

  test("shows what goes, comes and stays, and counts what is left out", () => {
    const address = (at: number) => `new.example.com. 60 IN A 192.0.2.${at}`;
    const many = Array.from({ length: 30 }, (_, index) => address(index)).join("\n");
    const lines = answerLines({
      name: NEW,
      before: many,
      after: `${address(0)}\nother.example.com. 60 IN A 192.0.2.99`,
    });
    expect(lines.map(({ sign, text }) => `${sign} ${text}`)).toEqual([
      "  60 A 192.0.2.0",
      "- 60 A 192.0.2.1",
      "- 60 A 192.0.2.2",
      "- 60 A 192.0.2.3",
      "- 60 A 192.0.2.4",
      "+ other.example.com. 60 A 192.0.2.99",
      "  … and 25 more lines",
    ]);
  });

  test("of the same records says that they are", () => {
    expect(answerLines({ name: NEW, before: "no data", after: "no data" })).toEqual([
      { sign: " ", text: "the same records, differently answered" },
    ]);
  });
});

describe("a long list", () => {
  const causes = Array.from({ length: 35 }, (_, index) =>
    group(
      "alias",
      written(nameIn(`n${index}`), "A", "changed"),
      2,
      answer(nameIn(`a${index}`), "A", ["no data", "NXDOMAIN"]),
    ),
  );
  const report = reportWith(proofOf(causes));

  test("ends after twenty causes, and counts the others", () => {
    for (const face of [printTerminal(report, false), printMarkdown(report)]) {
      expect(face).toContain("dig a19.example.com. A");
      expect(face).not.toContain("dig a20.example.com. A");
      expect(face).toContain("… and 30 answers of 15 more causes");
    }
    expect(printMarkdown(report)).toContain("<summary>14 more causes</summary>");
  });

  test("stands whole in JSON", () => {
    const { proof } = reportToJson(report) as { proof: { causes: unknown[]; consequences: unknown[] } };
    expect([proof.causes.length, proof.consequences.length]).toEqual([35, 35]);
  });

  test("is a line where there is no room, and the line near the top stays", () => {
    const page = printMarkdown(report, { limit: 600 });
    expect(page.length).toBeLessThanOrEqual(600);
    expect(page).toContain("70 differ");
    expect(page).toContain("### 70 answers change as a consequence\n\nThe list is too long for this place.");
    expect(page).toContain("It did not all fit");
  });
});

describe("a fault of ours", () => {
  const unexplained = [answer(NEW, "A", ["no data", "NXDOMAIN"])];
  const disagreements = [{ name: NEW, type: 1, expected: "no data", got: "NXDOMAIN" }];
  test.each<[string, Proof, string, string]>([
    [
      "an answer that nothing explains",
      proofOf([WRITTEN], { unexplained }),
      "1 answer changes, and no change of the zones explains it",
      "- no data",
    ],
    [
      "an answer that the model denies",
      {
        ...SAME_PROOF,
        model: { asked: 61, agreed: 60, judged: { answer: 0, authority: 0, additional: 0 }, disagreements },
      },
      "1 answer of the nameserver is not what the zones say",
      "- of the model, + of the nameserver",
    ],
  ])("is told first, with the question: %s", (_, proof, sentence, line) => {
    const report = reportWith(proof, { outcome: "blocked" });
    expect(headlineInTwo(report).title).toMatch(/^A defect of zonepipe · /);
    const faces = [printTerminal(report, false), printMarkdown(report)];
    for (const face of faces) {
      const at = [sentence, "please report it", "dig new.example.com. A", line, "kinds of questions:"].map(
        (part) => face.indexOf(part),
      );
      expect(at).not.toContain(-1);
      expect(at.toSorted((a, b) => a - b)).toEqual(at);
    }
    expect(faces[1]).toContain("> [!CAUTION]\n> **A defect of zonepipe**");
    expect(toAnnotations(report)[0]).toMatchObject({ severity: "error", title: "a defect of zonepipe" });
  });
});

test("what is not proved is a warning, with its zones", () => {
  const reason = "what it says now is not known";
  const proof = {
    ...SAME_PROOF,
    notProved: ["a", "b", "c", "d"].map((label) => ({ zone: nameIn(label), reason })),
  };
  const sentence =
    "a.example.com., b.example.com., c.example.com. and 1 more zone: what it says now is not known.";
  expect(printTerminal(reportWith(proof), false)).toContain(`not proved ${sentence}`);
  expect(printMarkdown(reportWith(proof))).toContain(`> [!WARNING]\n> **Not proved**\n> - ${sentence}`);
  expect(toAnnotations(reportWith(proof))).toMatchObject([{ severity: "warning", title: "not proved" }]);
});

test.each([
  [480, 530, 512, "480 → 530 octets: no longer fits into 512, so clients without EDNS ask again over TCP"],
  [530, 480, 512, "530 → 480 octets: fits into 512 again, so clients without EDNS need no TCP"],
  [1200, 1300, 1232, "1,200 → 1,300 octets: no longer fits into 1,232, so answers over UDP are truncated"],
  [1300, 1200, 1232, "1,300 → 1,200 octets: fits into 1,232 again, so answers over UDP are whole"],
] as const)("a size of %i and then %i against %i", (before, after, limit, expected) => {
  expect(sizeSentence({ name: NEW, type: 16, before, after, limit })).toBe(expected);
});

test.each([
  [0, "0"],
  [999, "999"],
  [1_000, "1,000"],
  [41_208, "41,208"],
  [12_345_678, "12,345,678"],
])("%i is written %s", (value, text) => expect(number(value)).toBe(text));
