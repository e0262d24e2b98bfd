import { expect, test } from "vitest";
import { BESIDE_SECONDARIES, reportOf } from "../../../test/deployments.ts";
import { answer, group, lineOf, nameIn, proofOf, written } from "../../../test/full-proof.ts";
import { FULL_DRIFT, FULL_REPORT } from "../../../test/full-report.ts";
import { printHtml } from "./html.ts";

/** The rows of the table with a caption, cell by cell as a reader sees them. */
function tableOf(page: string, caption: string): readonly (readonly string[])[] {
  const [, ...rest] = page.split(`<caption class="unseen">${caption}</caption>`);
  const [, rows = ""] = /<tbody[^>]*>([\s\S]*?)<\/tbody>/.exec(rest.join("")) ?? [];
  return rows
    .split("</tr>")
    .map((row) => [...row.matchAll(/<td[^>]*>([\s\S]*?)<\/td>/g)].map(([, cell = ""]) => textOf(cell)))
    .filter((cells) => cells.length > 0);
}

function textOf(cell: string): string {
  return cell
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

const FULL = printHtml(FULL_REPORT);

test("each cause has its answers, its place, a question and both answers; a wildcard's before what comes beside", () => {
  expect(tableOf(FULL, "As a consequence: nobody wrote these answers")).toEqual([
    [
      "3",
      "the new name api.example.com. stands in the way of a wildcard zones/example.com.yaml:9",
      "dig api.example.com. A and 2 more dig x0.api.example.com. A … and 1 more",
      "300 A 192.0.2.80",
      "no data",
    ],
    [
      "1",
      "what goes out beside these answers changes, since old.example.com. A goes was zones/example.com.yaml:5",
      "dig _imaps._tcp.example.com. SRV",
      "300 SRV 0 1 993 old.example.com. old.example.com. 300 A 192.0.2.9",
      "300 SRV 0 1 993 old.example.com.",
    ],
  ]);
  expect(tableOf(FULL, "As written")).toEqual([
    [
      "1",
      "www.example.com. A changes zones/example.com.yaml:4",
      "dig www.example.com. A",
      "300 A 192.0.2.1",
      "60 A 192.0.2.2",
    ],
  ]);
});

test("sizes and what was not proved stand there, too", () => {
  expect(tableOf(FULL, "Sizes of answers")).toEqual([
    [
      "dig example.com. TXT",
      "480 → 530",
      "No longer fits into 512, so clients without EDNS ask again over TCP.",
    ],
  ]);
  expect(FULL).toContain(
    '<span class="tag warning">Not proved</span> example.net.: what it says now is not known',
  );
});

test("a fault of ours comes first, with what shows it", () => {
  const www = nameIn("www");
  const disagreement = {
    zone: nameIn(),
    name: www,
    type: 1,
    section: "answer" as const,
    expected: "192.0.2.1",
    got: "192.0.2.9",
  };
  const proof = proofOf([], {
    unexplained: [answer(www, "A", ["www.example.com. 300 IN A 192.0.2.1", "NXDOMAIN"])],
    model: { ...proofOf([]).model, asked: 2, agreed: 1, disagreements: [disagreement] },
  });
  const page = printHtml({ ...FULL_REPORT, proof });
  expect(tableOf(page, "Changed for no reason that there is")).toEqual([
    ["dig www.example.com. A", "300 A 192.0.2.1", "NXDOMAIN"],
  ]);
  expect(tableOf(page, "What the model of answers says, and the nameserver")).toEqual([
    ["dig www.example.com. A", "192.0.2.1", "192.0.2.9"],
  ]);
  expect(page.indexOf("Defect of zonepipe")).toBeLessThan(page.indexOf("kinds of questions"));
});

test("what strangers write into answers is text", () => {
  const evil = "<script>alert(1)</script>";
  const change = written(nameIn("www"), "A", "changed", { ...lineOf(1), file: evil });
  const page = printHtml({
    ...FULL_REPORT,
    proof: proofOf([group("written", change, 1, answer(nameIn("www"), "A", [evil, evil]))], {
      notProved: [{ reason: evil }],
    }),
  });
  expect(page.match(/<script/g)).toHaveLength(1);
});

test("many causes and sizes are bounded, and what is left out is counted", () => {
  const groups = Array.from({ length: 20_000 }, (_, index) =>
    group("exists", written(nameIn(`n${index}`), "A", "added"), 1),
  );
  const page = printHtml({ ...FULL_REPORT, proof: proofOf(groups) }, 400_000);
  expect(page).toMatch(/… and \d+ more causes/);
  expect(page.length).toBeLessThan(400_000);
});

test("what drifted is a table of values with their places, and zones that go", () => {
  const page = printHtml(reportOf({ ...BESIDE_SECONDARIES, drift: FULL_DRIFT }));
  const rows = tableOf(page, "What no pull request says");
  expect(rows).toContainEqual([
    ...["− goes", "example.com.", "www", "A", "192.0.2.1", "300", "was zones/example.com.yaml:4"],
  ]);
  expect(rows).toContainEqual([
    ...["+ comes", "example.com.", "www", "A", "192.0.2.2", "60", "zones/example.com.yaml:4"],
  ]);
  expect(rows[0]).toEqual([
    ...["− goes", "old.test.", "–", "–", "12 records go", "–", "was zones/old.test.yaml"],
  ]);
  expect(page).toContain("<code>--accept-drift d</code>");
});

test("nameservers of others stand in a table, zone by zone", () => {
  const page = printHtml(reportOf(BESIDE_SECONDARIES));
  const rows = tableOf(page, "Where each secondary stands with each zone");
  const zones = (BESIDE_SECONDARIES.secondaries ?? []).flatMap((secondary) => secondary.zones);
  expect(rows).toHaveLength(zones.length);
  expect(rows.map(([, fed]) => fed)).toContain("by transfer");
  expect(rows.map((cells) => cells[3])).toContainEqual(expect.stringMatching(/^right follows/));
  expect(rows.map((cells) => cells[3])).toContainEqual(expect.stringMatching(/^not yet/));
});

test.each([
  [40.2, "40 ms"],
  [12_300, "12 s"],
  [192_000, "3 min 12 s"],
])("a run of %d ms took %s", (milliseconds, said) => {
  expect(printHtml({ ...FULL_REPORT, milliseconds })).toContain(` · ${said}</p>`);
});
