import { expect, test } from "vitest";
import { FULL_DRIFT } from "../../../test/full-report.ts";
import { driftSection } from "./drift.ts";

const LINKS = {
  repository: "https://github.com/o/r",
  head: "aaaa",
  run: "https://github.com/o/r/actions/runs/1",
};
test("what no pull request says has its places, too, and a zone that goes its file", () => {
  const { full } = driftSection(FULL_DRIFT, "bbbb", LINKS);
  expect(full).toContain(
    "| + | `example.com.` | `www` | A | `192.0.2.2` | 60 | [`zones/example.com.yaml:4`](https://github.com/o/r/blob/aaaa/zones/example.com.yaml#L4) |",
  );
  expect(full).toContain(
    "| − | `example.com.` | `www` | A | `192.0.2.1` | 300 | was [`zones/example.com.yaml:4`](https://github.com/o/r/blob/bbbb/zones/example.com.yaml#L4) |",
  );
  expect(full).toContain(
    "| − | `old.test.` |  |  | 12 records go |  | was [`zones/old.test.yaml`](https://github.com/o/r/blob/bbbb/zones/old.test.yaml) |",
  );
});

test("what a machine showed is written nowhere", () => {
  const [{ origin, changes }] = FULL_DRIFT.zones as [(typeof FULL_DRIFT.zones)[0]]; // the full report's first zone changes
  const unplaced = changes.map((change) => ({
    ...change,
    removed: change.removed.map(({ owner, type, ttl, rdata }) => ({ owner, type, ttl, rdata })),
  }));
  const { full } = driftSection(
    { ...FULL_DRIFT, zones: [{ origin, changes: unplaced }], removed: [] },
    "bbbb",
    LINKS,
  );
  expect(full).toContain("| − | `example.com.` | `www` | A | `192.0.2.1` | 300 |  |");
});
