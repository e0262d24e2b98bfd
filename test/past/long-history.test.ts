import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nameOf } from "../zone-text.ts";
import { makeLongHistory } from "./long-history.ts";
import { measureLog } from "./measure-past.ts";

test("a made-up history has as many changes of a name as it should", async () => {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-long-"));
  makeLongHistory(folder, { commits: 60, records: 5, zones: 2 });
  // Of 60 commits half are the zone's, and each of its five hosts has its turn. The first made the name.
  const { changes } = await measureLog(folder, nameOf("host2.zone1.example."));
  expect(changes).toBe(7);
  rmSync(folder, { recursive: true });
});
