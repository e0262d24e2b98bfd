import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { zonesForTables } from "../../test/stored/zones.ts";
import { type Loaded, load } from "../zones/load.ts";
import { AskedRecord, type AskedRRset } from "./asked-record.ts";

const HEAD = "$TTL 300\n@ SOA ns host 9 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\n";

let folder: string;
let first: Loaded;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-moved-"));
  zonesForTables(folder);
  first = loaded().loaded;
});
afterAll(() => rmSync(folder, { recursive: true }));

function loaded(before?: Loaded) {
  const result = load(folder, before);
  if (result.kind !== "loaded") throw new Error(`It has come to ${result.kind}`);
  return result;
}

test.each([
  ["a zone is another", "c.example.zone", `${HEAD}www A 192.0.2.30\nnew A 192.0.2.31\n`],
  ["a zone comes in another", "web.a.example.zone", `${HEAD}@ A 192.0.2.2\n`],
  ["the zone above all is another", "example.zone", `${HEAD}x A 192.0.2.2\n`],
])("what was counted before a reload is what a look by name finds: %s", async (_, file, text) => {
  writeFileSync(join(folder, file), text);
  const { loaded: second, moved } = loaded(first);
  expect(moved.length).toBeGreaterThan(0);
  // And once more, so that what came with the first reload moves with its time.
  const other = join(folder, "d.example.zone");
  writeFileSync(other, `${HEAD}www A 192.0.2.40\n`);
  const { loaded: third, moved: movedAgain } = loaded(second);
  rmSync(other);
  const take = async (known: typeof moved, knownAgain: typeof moved) => {
    let time = 1;
    const record = new AskedRecord(2, first.tables, () => time);
    for (const thread of [0, 1]) {
      const uses = new Float64Array(record.buffersOf(thread).uses);
      for (let row = 0; row < uses.length; row += 1 + thread) uses[row] = row * (thread + 3);
    }
    time = 2;
    record.turn(second.tables, known).settle();
    await record.totals();
    time = 3;
    record.turn(third.tables, knownAgain).settle();
    const all: AskedRRset[] = [];
    await record.each((rrset) => all.push(rrset));
    return all;
  };
  const byName = await take([], []);
  for (const time of [2, 3]) expect(byName.some(({ since }) => since === time)).toBe(true);
  expect(byName.length).toBeGreaterThan(20);
  expect(await take(moved, movedAgain)).toEqual(byName);
});
