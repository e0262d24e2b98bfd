import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { printPolicy } from "../../dns/signing/policy.ts";
import { fakeFiles } from "../../test/fakes/files.ts";
import { followJournal, linesOf } from "../../test/journal.ts";
import { makeTestKey, policyOf } from "../../test/signing/written-zone.ts";
import { nameOf, zoneOf } from "../../test/zone-text.ts";
import type { Plan } from "../plan/plan.ts";
import { type RenderedZone, renderZone } from "../render/render-zone.ts";
import type { JournalConfig } from "../source/config.ts";
import type { World } from "../world.ts";
import { withJournals } from "./with-journals.ts";
import { writeZones } from "./write-zones.ts";

const SIGNED = policyOf({ keys: [makeTestKey(15).policy] });

let disk: Map<string, string>;
/** The files in the order in which they were written and removed. */
let written: string[];

beforeEach(() => {
  disk = new Map();
  written = [];
});

function world(): World {
  const files = fakeFiles(
    Object.fromEntries([...disk].map(([path, text]) => [path, Buffer.from(text, "latin1")])),
  );
  const output = {
    write: (path: string, text: string) => {
      written.push(path);
      disk.set(path, text);
      return Promise.resolve();
    },
    remove: (path: string) => {
      written.push(`- ${path}`);
      disk.delete(path);
      return Promise.resolve();
    },
  };
  return { files, output } as unknown as World; // nothing else is touched
}

const ROOMY: JournalConfig = { versions: 10, size: 1_000_000 };

/** Renders these records into the folder `out`, beside the head of a zone. */
async function render(serial: number, records: string, limits = ROOMY): Promise<RenderedZone> {
  const head = "@ SOA ns1 hostmaster 0 7200 3600 1209600 300\n@ NS ns1\nns1 A 192.0.2.53\n";
  const zone = renderZone(zoneOf("example.com.", `${head}${records}`), serial);
  const plan = { zones: [{ zone: { config: { journal: limits } } }], removed: [] } as unknown as Plan; // no more is read
  const here = world();
  const journaled = await withJournals(plan, [zone], { kind: "output", path: "out" }, here.files);
  await writeZones(journaled, "out", here);
  return zone;
}

/** The steps that are there, by their names. */
const steps = () =>
  [...disk.keys()].flatMap((path) => /\.journal\/(\d+-\d+)\.removed$/.exec(path)?.[1] ?? []).sort();

const journal = () => new Map([...disk].filter(([path]) => path.includes(".journal/")));

describe("the journal beside a zone file", () => {
  test("has two files for each step, with the SOA first and the digest among the records", async () => {
    await render(1, "www A 192.0.2.1\nold TXT gone\n");
    const after = await render(2, "www A 192.0.2.2\n");
    const shape = (name: string) =>
      disk
        .get(`out/example.com.journal/${name}`)!
        .trimEnd()
        .split("\n")
        .map((line) => line.replace(/[0-9a-f]{20,}/i, "…"));
    expect(shape("1-2.removed")).toEqual([
      "example.com. 300 IN SOA ns1.example.com. hostmaster.example.com. 1 7200 3600 1209600 300",
      "example.com. 300 IN ZONEMD 1 1 1 …",
      'old.example.com. 300 IN TXT "gone"',
      "www.example.com. 300 IN A 192.0.2.1",
    ]);
    expect(shape("1-2.added")).toEqual([
      "example.com. 300 IN SOA ns1.example.com. hostmaster.example.com. 2 7200 3600 1209600 300",
      "example.com. 300 IN ZONEMD 2 1 1 …",
      "www.example.com. 300 IN A 192.0.2.2",
    ]);
    expect(disk.get("out/example.com.zone")).toBe(after.text);
  });

  test("is there before the zone that it leads to, and loses what is too old after it", async () => {
    const limits = { ...ROOMY, versions: 1 };
    await render(1, "www A 192.0.2.1\n", limits);
    await render(2, "www A 192.0.2.2\n", limits);
    written = [];
    await render(3, "www A 192.0.2.3\n", limits);
    expect(written).toEqual([
      "out/example.com.journal/2-3.removed",
      "out/example.com.journal/2-3.added",
      "out/example.com.zone",
      "- out/example.com.journal/1-2.removed",
      "- out/example.com.journal/1-2.added",
    ]);
  });

  test.each<[string, JournalConfig, string[]]>([
    ["as many versions as are allowed", { ...ROOMY, versions: 2 }, ["2-3", "3-4"]],
    ["as many octets as are allowed", { ...ROOMY, size: 1_300 }, ["2-3", "3-4"]],
    ["nothing where one step is too large", { ...ROOMY, size: 100 }, []],
    ["nothing where it is turned off", { ...ROOMY, versions: 0 }, []],
  ])("keeps %s, the newest", async (_, limits, expected) => {
    for (const serial of [1, 2, 3, 4]) await render(serial, `www A 192.0.2.${serial}\n`, limits);
    expect(steps()).toEqual(expected);
  });

  test("stays as it is where the zone stays, and where only the case of a name changes", async () => {
    await render(1, "www A 192.0.2.1\n");
    await render(2, "www A 192.0.2.2\n");
    await render(2, "www A 192.0.2.2\n");
    await render(2, "WWW A 192.0.2.2\n");
    const last = await render(3, "WWW A 192.0.2.3\n");
    expect(steps()).toEqual(["1-2", "2-3"]);
    expect(last.text).toContain("WWW");
  });

  test("ends where a file was changed by hand, for its serial has another content then", async () => {
    const first = await render(1, "www A 192.0.2.1\n");
    await render(2, "www A 192.0.2.2\n");
    disk.set("out/example.com.zone", disk.get("out/example.com.zone")!.replace("192.0.2.2", "192.0.2.9"));
    await render(3, "www A 192.0.2.3\n");
    expect([steps(), first.serial]).toEqual([[], 1]);
  });

  test.each<[string, (name: string) => void]>([
    ["half of it is gone", (name) => disk.delete(name)],
    ["it was changed", (name) => disk.set(name, disk.get(name)!.replace("192.0.2.1", "192.0.2.7"))],
    ["it cannot be read", (name) => disk.set(name, "example.com. nonsense\n")],
    ["it has another serial", (name) => disk.set(name, disk.get(name)!.replace(" 1 7200", " 7 7200"))],
  ])("ends at a step of which %s", async (_, spoil) => {
    for (const serial of [1, 2, 3]) await render(serial, `www A 192.0.2.${serial}\n`);
    spoil("out/example.com.journal/1-2.removed");
    await render(4, "www A 192.0.2.4\n");
    expect(steps()).toEqual(["2-3", "3-4"]);
  });

  test("goes with its zone, and leaves what is not ours", async () => {
    await render(1, "www A 192.0.2.1\n");
    await render(2, "www A 192.0.2.2\n");
    disk.set("out/example.com.journal/notes.txt", "mine");
    await writeZones([], "out", world());
    expect([...disk.keys()]).toEqual(["out/example.com.journal/notes.txt"]);
  });

  test("goes round with the serials (RFC 1982)", async () => {
    await render(4_294_967_295, "www A 192.0.2.1\n");
    await render(1, "www A 192.0.2.2\n");
    expect(steps()).toEqual(["4294967295-1"]);
  });
});

/** The record by which nameservers of ours sign the zone. */
const POLICY = `@ TYPE65403 \\# ${printPolicy(SIGNED).length} ${Buffer.from(printPolicy(SIGNED), "latin1").toString("hex")}\n`;

describe("the journal of a zone that our nameservers sign", () => {
  test("leads from one version to the next, as they are written", async () => {
    const first = await render(1, `${POLICY}www A 192.0.2.1\n`);
    const last = await render(102, `${POLICY}www A 192.0.2.2\n`);
    expect(followJournal(first.text, 1, 102, journal())).toEqual(linesOf(last.text));
    const added = disk.get("out/example.com.journal/1-102.added")!;
    expect(added).toMatch(/ ZONEMD 102 240 1 /);
    expect(added).not.toContain("TYPE65403");
  });

  test("begins where signing began, and where it ended: what is written says nothing of signatures", async () => {
    await render(1, "www A 192.0.2.1\n");
    await render(2, `${POLICY}www A 192.0.2.1\n`);
    expect(steps()).toEqual([]);
    await render(103, `${POLICY}www A 192.0.2.2\n`);
    expect(steps()).toEqual(["2-103"]);
    await render(204, "www A 192.0.2.2\n");
    expect(steps()).toEqual([]);
    await render(205, "www A 192.0.2.3\n");
    expect(steps()).toEqual(["204-205"]);
  });
});

const RECORD = fc.constantFrom(
  "a A 192.0.2.1",
  "a A 192.0.2.2",
  "A 60 AAAA 2001:db8::1",
  "a AAAA 2001:db8::1",
  "a AAAA 2001:DB8::2",
  "b MX 10 a",
  "b MX 10 A",
  "b 60 MX 20 c",
  "*.c TXT one",
  "*.c TXT One",
  "d.e.f TYPE65280 \\# 2 0102",
  '@ TXT "apex; here"',
  "@ NS ns2.example.net.",
);
const VERSIONS = fc.array(fc.uniqueArray(RECORD, { maxLength: 8 }), { minLength: 2, maxLength: 6 });

test("a law: whoever has any of the versions comes by the journal to the last one", async () => {
  await fc.assert(
    fc.asyncProperty(VERSIONS, fc.constantFrom(1, 4_294_967_293), async (versions, first) => {
      disk = new Map();
      const zones: RenderedZone[] = [];
      for (const [index, records] of versions.entries()) {
        const number = first + index;
        const serial = number < 2 ** 32 ? number : number - 2 ** 32 + 1; // never 0, as when we count
        zones.push(await render(serial, records.map((each) => `${each}\n`).join("")));
      }
      const last = zones.at(-1)!;
      for (const { text, serial } of zones) {
        expect(followJournal(text, serial, last.serial, journal())).toEqual(linesOf(last.text));
      }
    }),
    { numRuns: 60 },
  );
});

test("the name of a zone that is no file's name is a folder's name, too", async () => {
  const here = world();
  const name = "0/25.2.0.192.in-addr.arpa.";
  const of = (serial: number) =>
    renderZone(zoneOf(name, "@ SOA ns h 0 1 1 1 1\n@ NS ns.example.net.\n"), serial);
  const plan = { zones: [{ zone: { config: { journal: ROOMY } } }], removed: [] } as unknown as Plan; // as above
  await writeZones([of(1)], "out", here);
  const after = await withJournals(plan, [of(2)], { kind: "output", path: "out" }, world().files);
  expect(after[0]!.origin).toBe(nameOf(name));
  expect(after[0]!.journal.map(({ name: file }) => file)).toEqual([
    "0%2F25.2.0.192.in-addr.arpa.journal/1-2.removed",
    "0%2F25.2.0.192.in-addr.arpa.journal/1-2.added",
  ]);
});
