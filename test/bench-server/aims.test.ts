import { expect, test } from "vitest";
import { judgeAims } from "../../bench/server/aims.ts";
import { printResult } from "../../bench/server/print-result.ts";
import { summariseRow } from "../../bench/server/summary.ts";
import { madeResult, madeRow } from "./made-result.ts";

const result = madeResult([
  madeRow("exact", { zonepipe: [4, 4, 4], NSD: [5, 5, 5], Knot: [8, 8, 8], "C echo": [3, 3, 3] }),
]);

test("an aim that is met has no more than its most, and one that is missed is told by how much", () => {
  const found = judgeAims(result.rows.map(summariseRow), []).map((aim) => [aim.measure, aim.most, aim.found]);
  expect(found).toEqual([
    ["processor time, to NSD's", 0.85, 0.8],
    ["processor time, to the C echo's", 1.2, 4 / 3],
  ]);
  expect(printResult(result)).toContain(`
| exact | processor time, to NSD's | 0.85 | 0.80 | yes |
| exact | processor time, to the C echo's | 1.20 | 1.33 | no, 11 % above |
`);
});

test("just met is met", () => {
  const row = madeRow("exact", { zonepipe: [85], NSD: [100] });
  expect(printResult(madeResult([row]))).toContain("| 0.85 | 0.85 | yes |");
});
