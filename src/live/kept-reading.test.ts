import fc from "fast-check";
import { expect, test } from "vitest";
import type { Problem } from "../../dns/problem.ts";
import { fakeFiles } from "../../test/fakes/files.ts";
import { keptLint } from "../lint/kept-lint.ts";
import { parseDay } from "../source/day.ts";
import { load } from "../zones/load.ts";
import { applyRules, readZones } from "../zones/validate.ts";
import { keptReader } from "./kept-reading.ts";

const NS = `"":\n  - {type: NS, values: [ns1.example.net., ns2.example.net.]}\n`;

/** What each file may hold, in turn; undefined: it is not there. */
const CONTENTS: { readonly [file: string]: readonly (string | undefined)[] } = {
  "zones/_config.yaml": [
    "default_ttl: 300\n",
    "default_ttl: 600\n",
    "default_ttl: [\n",
    "lint: {cname-target-missing: warning}\n",
    "catalog: catalog.example.\n",
    "zones: {example.com: {about: {www: {owner: web, expires: 2020-01-01}}}}\n",
    "zones: {example.net: {from: _parked.yaml}}\nnames: {web: [192.0.2.9]}\n",
    "names: {web: [192.0.2.9], other: [192.0.2.8]}\n",
    "zones: {2.0.192.in-addr.arpa: {reverse: auto}, 0-15.2.0.192.in-addr.arpa: {reverse: auto}}\n",
    "names: {web: [192.0.2.9]}\nzones: {2.0.192.in-addr.arpa: {reverse: auto}, example.com: {reverse: auto}}\n",
    undefined,
  ],
  "zones/_shared.yaml": [
    "type: A\nvalue: 192.0.2.1\n",
    "type: A\nvalue: 192.0.2.2\n",
    "type: A\nvalue: no\n",
    undefined,
  ],
  "zones/_parked.yaml": [
    "$zones: [a.example, b.example]\n'': {type: TXT, value: no mail at {zone}}\nwww: {type: A, value: $web}\n",
    "$zones: [a.example, b.example]\nwww: {type: A, value: 192.0.2.300}\n",
    "$zones: [b.example]\nwww: {type: CNAME, value: www.{zone}.}\n",
    "www: {type: A, value: 192.0.2.1}\nmail: !include {file: _shared.yaml}\n",
    undefined,
  ],
  "zones/example.com.yaml": [
    `${NS}www: {type: CNAME, value: web.example.org.}\nmail: !include _shared.yaml\n`,
    `${NS}www: {type: CNAME, value: web.example.org.}\n`,
    `${NS}www: {type: CNAME, value: www.example.com.}\n`,
    `${NS}sub: {type: NS, values: [ns1.sub.example.com., ns.example.org.]}\n`,
    `${NS}www: {type: A, value: 192.0.2.1, octodns: {}, zonepipe: {disable: [{rule: cname-loop, reason: none}]}}\n`,
    `${NS}www: {type: A\n`,
    `${NS}www: {type: A, value: 192.0.2.9, zonepipe: {expires: 2020-01-01}}\n`,
    undefined,
  ],
  "zones/example.org.yaml": [
    `${NS}web: {type: A, value: 192.0.2.3}\n`,
    `${NS}web: {type: A, value: 192.0.2.300}\n`,
    `${NS}web: {type: A, value: 192.0.2.1, zonepipe: {ptr: true, disable: [{rule: reverse-conflict, reason: none}]}}\n`,
    `"":\n  - {type: NS, values: [ns.example.com., ns.example.net.]}\n`,
    `${NS}web: {type: CNAME, value: www.example.com.}\n`,
    undefined,
  ],
  "zones/example.net.yaml": [
    `"":\n  - {type: NS, values: [ns.example.org., ns.example.com.]}\nns1: {type: A, value: 192.0.2.53}\n`,
    `${NS}ns1: {type: A, value: 192.0.2.53}\nns2: {type: A, value: 192.0.2.54}\nold: {type: DNAME, value: example.org.}\n`,
    undefined,
  ],
  "zones/2.0.192.in-addr.arpa.yaml": [`${NS}"1": {type: PTR, value: www.example.com.}\n`, undefined],
};

const FILES = Object.keys(CONTENTS);

/** One file after the other gets other contents. */
const EDITS = fc.array(fc.record({ file: fc.constantFrom(...FILES), choice: fc.nat(10) }), {
  minLength: 1,
  maxLength: 12,
});

test("whatever is edited, what is kept and what is read anew are together what a reading from nothing finds", async () => {
  await fc.assert(
    fc.asyncProperty(EDITS, async (edits) => {
      const texts = new Map(FILES.map((file) => [file, CONTENTS[file]![0]]));
      const files = () =>
        fakeFiles(
          Object.fromEntries(
            [...texts].flatMap(([file, text]) => (text === undefined ? [] : [[file, text]])),
          ),
        );
      let now = files();
      const moving = {
        list: (at: string) => now.list(at),
        read: (at: string) => now.read(at),
        realPath: (at: string) => now.realPath(at),
      };
      const read = keptReader("zones", moving);
      const lint = keptLint();
      for (const { file, choice } of [{ file: FILES[0]!, choice: 0 }, ...edits]) {
        const choices = CONTENTS[file]!;
        texts.set(file, choices[choice % choices.length]);
        now = files();
        if ((await now.list("zones")) === undefined) continue;
        // Whether a record has expired hangs on the day, which passes between two saves.
        const today = parseDay(choice % 3 === 0 ? "2026-11-30" : "2019-12-31")!;
        const kept = applyRules((await read()).read, undefined, lint, today);
        const anew = applyRules(readZones(await load("zones", now)), undefined, undefined, today);
        expect(sorted(kept.problems)).toEqual(sorted(anew.problems));
        expect(kept.zones.map(withoutConfig)).toEqual(anew.zones.map(withoutConfig));
        expect(kept.notChecked).toEqual(anew.notChecked);
      }
    }),
    { numRuns: 60 },
  );
});

test("of many zones the one that was edited is read anew, and no other", async () => {
  const texts: { [file: string]: string } = {};
  for (let index = 0; index < 20; index++) texts[`zones/zone${index}.example.yaml`] = NS;
  let now = fakeFiles(texts);
  const read = keptReader("zones", {
    list: (at) => now.list(at),
    read: (at) => now.read(at),
    realPath: (at) => now.realPath(at),
  });
  expect((await read()).anew).toBe(20);
  expect((await read()).anew).toBe(0);
  const before = await read();
  now = fakeFiles({ ...texts, "zones/zone7.example.yaml": `${NS}www: {type: A, value: 192.0.2.1}\n` });
  const after = await read();
  expect(after.anew).toBe(1);
  const others = after.read.zones.filter(({ zone }, index) => zone !== before.read.zones[index]!.zone);
  expect(others.map(({ zone }) => zone.file)).toEqual(["zones/zone7.example.yaml"]);
});

function sorted(problems: readonly Problem[]): string[] {
  return problems.map((problem) => JSON.stringify(problem)).sort();
}

function withoutConfig<Kind extends { readonly config: unknown }>({
  config,
  ...rest
}: Kind): Omit<Kind, "config"> {
  return rest;
}

test("a day that has come is seen in zones that are as they were", async () => {
  const zone = `${NS}www: {type: A, value: 192.0.2.1, zonepipe: {expires: 2026-11-29}}\n`;
  const read = keptReader("zones", fakeFiles({ "zones/example.com.yaml": zone }));
  const lint = keptLint();
  const rulesOn = async (day: string) => {
    const { problems } = applyRules((await read()).read, undefined, lint, parseDay(day));
    return problems.map(({ rule }) => rule).filter((rule) => rule.startsWith("record-"));
  };
  expect(await rulesOn("2026-10-01")).toEqual([]);
  expect(await rulesOn("2026-11-29")).toEqual(["record-expires-soon"]);
  expect(await rulesOn("2026-11-30")).toEqual(["record-expired"]);
});
