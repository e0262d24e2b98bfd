import type { Name } from "../dns/name.ts";
import type { Position } from "../dns/problem.ts";
import { typeCode } from "../dns/types.ts";
import type { CauseKind } from "../src/proof/cause-kind.ts";
import type { WrittenChange } from "../src/proof/change-index.ts";
import type { AnswerChange, CauseGroup, Proof } from "../src/proof/proof.ts";

const COM = "\x07example\x03com\0" as Name;

/** A proof in which nothing changes. */
export const SAME_PROOF: Proof = {
  questions: 41_208,
  asked: 61,
  outOfReach: 41_147,
  ledByDname: 0,
  same: 41_208,
  changed: 0,
  asWritten: 0,
  groups: [],
  unexplained: [],
  sizes: [],
  notProved: [],
  model: { asked: 0, agreed: 0, judged: { answer: 0, authority: 0, additional: 0 }, disagreements: [] },
  milliseconds: 812.4,
};

/** A name in example.com. from its labels. */
export function nameIn(...labels: readonly string[]): Name {
  return (labels.map((label) => String.fromCharCode(label.length) + label).join("") + COM) as Name; // labels of 1 to 63 octets
}

/** A place in the file of example.com. */
export function lineOf(line: number): Position {
  return { file: "zones/example.com.yaml", line, column: 3 };
}

/** A change that somebody wrote in example.com. */
export function written(
  owner: Name,
  type: string,
  kind: WrittenChange["kind"],
  at: Position | undefined = lineOf(12),
): WrittenChange {
  return { zone: COM, owner, type: typeCode(type)!, kind, ...(at && { at }) };
}

/** An answer that changes. */
export function answer(
  name: Name,
  type: string,
  [before, after]: readonly [before: string, after: string],
  more: Partial<AnswerChange> = {},
): AnswerChange {
  return { name, type: typeCode(type)!, dnssec: false, before, after, ...more };
}

/** Answers with one cause, some of which are shown. */
export function group(
  kind: CauseKind,
  change: WrittenChange,
  count: number,
  ...examples: readonly AnswerChange[]
): CauseGroup {
  return { kind, change, count, examples };
}

/** The proof with these groups, its counts made to agree. */
export function proofOf(groups: readonly CauseGroup[], more: Partial<Proof> = {}): Proof {
  const changed = groups.reduce((sum, { count }) => sum + count, 0) + (more.unexplained?.length ?? 0);
  const asWritten = groups.reduce((sum, { kind, count }) => sum + (kind === "written" ? count : 0), 0);
  const same = SAME_PROOF.questions - changed;
  return { ...SAME_PROOF, groups, changed, asWritten, same, ...more };
}

const API = nameIn("api");
const OLD = nameIn("old");
const MAIL = "old.example.com. 300 IN A 192.0.2.9";
const SRV = "_imaps._tcp.example.com. 300 IN SRV 0 1 993 old.example.com.";

/** A proof with one of everything but faults of ours: it belongs to the full report. */
export const FULL_PROOF: Proof = proofOf(
  [
    group(
      "exists",
      written(API, "AAAA", "added", lineOf(9)),
      3,
      answer(API, "A", ["api.example.com. 300 IN A 192.0.2.80", "no data"]),
      answer(nameIn("x0", "api"), "A", ["x0.api.example.com. 300 IN A 192.0.2.80", "NXDOMAIN"], {
        below: API,
      }),
    ),
    group(
      "additional",
      written(OLD, "A", "removed", lineOf(5)),
      1,
      answer(nameIn("_imaps", "_tcp"), "SRV", [`${SRV}\n${MAIL}`, SRV]),
    ),
    group(
      "written",
      written(nameIn("www"), "A", "changed", lineOf(4)),
      1,
      answer(nameIn("www"), "A", [
        "www.example.com. 300 IN A 192.0.2.1",
        "www.example.com. 60 IN A 192.0.2.2",
      ]),
    ),
  ],
  {
    ledByDname: 1_200,
    sizes: [{ name: COM, type: typeCode("TXT")!, before: 480, after: 530, limit: 512 }],
    notProved: [
      {
        zone: "\x07example\x03net\0" as Name,
        reason: "what it says now is not known, so nothing can be compared",
      },
    ],
    model: { asked: 61, agreed: 61, judged: { answer: 0, authority: 0, additional: 0 }, disagreements: [] },
  },
);
