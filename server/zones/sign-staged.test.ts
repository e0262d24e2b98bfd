import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keyOf, printName } from "../../dns/name.ts";
import { describeAnswer, exchange, queryOf } from "../../test/serve-text.ts";
import { makeTestKey, type PolicyChanges, writtenZone } from "../../test/signing/written-zone.ts";
import { usedTables } from "../../test/used-tables.ts";
import { makeIdentity } from "../answer/identity.ts";
import { makeResponder } from "../answer/respond.ts";
import { makeSigners } from "../signing/signers.ts";
import { serialOfZone } from "../tables/zone-serial.ts";
import { type Loaded, load, turnWindow } from "./load.ts";
import type { ZoneSigning } from "./zone-signing.ts";

const KEY = makeTestKey();
const OTHER = makeTestKey();
const [OURS, THEIRS, NOBODY] = await Promise.all(
  [[KEY.private], [OTHER.private], []].map((keys) => makeSigners({ keys, isShape: false })),
);
const TEXT =
  "$TTL 300\n@ SOA ns host 7 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\nWWW A 192.0.2.2\n*.wild TXT a\n";
const PLAIN = "$TTL 300\n@ SOA ns host 5 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\n";
const BASE = 2900;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-sign-staged-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

type SigningNow = Extract<ZoneSigning, { kind: "now" }>;

function write(origin: string, text: string): void {
  writeFileSync(join(folder, `${origin}zone`), text);
}

function writeSigned(origin: string, changes: Partial<PolicyChanges> = {}, text = TEXT): void {
  write(origin, writtenZone(origin, text, { keys: [KEY.policy], base: BASE, windows: 3, ...changes }));
}

function signingIn(window: number, { signerOf, by } = OURS!): SigningNow {
  return { kind: "now", window, signerOf, by };
}

type Result = ReturnType<typeof load>;

function done(result: Result) {
  if (result.kind !== "loaded") throw new Error(`It has come to ${JSON.stringify(result)}`);
  return result;
}

const rules = (result: Result) => result.problems.map(({ rule }) => rule);

function serials({ tables, zones }: Loaded) {
  return Object.fromEntries(zones.map(({ origin }, zone) => [printName(origin), serialOfZone(tables, zone)]));
}

function ask({ tables }: Loaded, question: string): string {
  const respond = makeResponder(tables, makeIdentity("s", "v"));
  return describeAnswer(exchange(respond, queryOf(question, { do: true }), true)).join("\n");
}

test("at first zones with a policy are put off and others are served; then they are signed", () => {
  write("a.example.", PLAIN);
  writeSigned("b.example.");
  const first = done(load(folder));
  expect(first.problems).toEqual([]);
  expect(first.loaded.pending.map(({ origin }) => printName(origin))).toEqual(["b.example."]);
  expect(serials(first.loaded)).toEqual({ "a.example.": 5 });
  expect(ask(first.loaded, "www.b.example. A")).toContain("SERVFAIL");
  const { loaded, problems } = done(turnWindow(first.loaded, signingIn(BASE + 1)));
  expect(problems).toEqual([]);
  expect(loaded.pending).toEqual([]);
  expect(serials(loaded)).toEqual({ "a.example.": 5, "b.example.": 8 });
  const [, signed] = loaded.zones;
  expect(signed).toMatchObject({
    zonemd: "verified",
    signed: { serial: 7, window: BASE + 1, by: "OpenSSL" },
  });
  expect(signed!.soonestExpiry).toBeGreaterThanOrEqual((BASE + 1) * 604_800 + 30 * 86_400);
  expect(ask(loaded, "www.b.example. A")).toMatch(/RRSIG A 13 3 300 /);
  expect(ask(loaded, "b.example. ZONEMD")).toMatch(/ZONEMD 8 240 1 .*ZONEMD 8 1 1 /s);
});

test("a turn signs for the new window, with the next serial, and looks at no file", () => {
  write("a.example.", PLAIN);
  writeSigned("b.example.");
  const before = done(load(folder, undefined, undefined, signingIn(BASE))).loaded;
  expect(serials(before)).toEqual({ "a.example.": 5, "b.example.": 7 });
  write("a.example.", PLAIN.replace(" 5 ", " 6 "));
  write("b.example.", "what is this");
  const turned = done(turnWindow(before, signingIn(BASE + 2)));
  expect([turned.problems, turned.kept, turned.files]).toEqual([[], [], expect.anything()]);
  expect(serials(turned.loaded)).toEqual({ "a.example.": 5, "b.example.": 9 });
  // As if it had been read from its file.
  writeSigned("b.example.");
  write("a.example.", PLAIN);
  const fresh = done(load(folder, undefined, undefined, signingIn(BASE + 2))).loaded;
  for (const question of [
    "www.b.example. A",
    "b.example. DNSKEY",
    "no.b.example. A",
    "b.example. ZONEMD",
    "x.wild.b.example. TXT",
  ]) {
    expect(ask(turned.loaded, question).toLowerCase()).toBe(ask(fresh, question).toLowerCase());
  }
  const { journals: _, ...turnedTables } = usedTables(turned.loaded.tables);
  expect(usedTables(fresh.tables)).toMatchObject(turnedTables); // all but the journal
  expect(turnWindow(turned.loaded, signingIn(BASE + 2)).kind).toBe("same");
});

test("loaded again, a zone whose content is the same keeps its signatures: nobody signs", () => {
  writeSigned("b.example.");
  write("c.example.", PLAIN);
  const before = done(load(folder, undefined, undefined, signingIn(BASE))).loaded;
  const nobody: ZoneSigning = {
    ...{ kind: "now", window: BASE, by: "OpenSSL" },
    signerOf: () => () => {
      throw new Error("signs");
    },
  };
  expect(load(folder, before, undefined, nobody)).toMatchObject({ kind: "same", problems: [] });
  write("c.example.", PLAIN.replace(" 5 ", " 6 "));
  const { loaded, problems } = done(load(folder, before, undefined, nobody));
  expect([problems, serials(loaded)]).toEqual([[], { "b.example.": 7, "c.example.": 6 }]);
  for (const question of ["www.b.example. A", "b.example. DNSKEY", "no.b.example. A", "b.example. ZONEMD"]) {
    expect(ask(loaded, question)).toBe(ask(before, question));
  }
  writeSigned("b.example.", {}, TEXT.replace(" 7 ", " 20 "));
  const next = done(load(folder, loaded, undefined, signingIn(BASE))).loaded;
  expect(serials(next)).toEqual({ "b.example.": 20, "c.example.": 6 });
});

test("another content under the same serial is signed anew", () => {
  writeSigned("b.example.");
  const before = done(load(folder, undefined, undefined, signingIn(BASE))).loaded;
  writeSigned("b.example.", {}, TEXT.replace("192.0.2.2", "192.0.2.9"));
  const { loaded } = done(load(folder, before, undefined, signingIn(BASE)));
  const fresh = done(load(folder, undefined, undefined, signingIn(BASE))).loaded;
  for (const question of ["www.b.example. A", "b.example. SOA", "b.example. ZONEMD", "none.b.example. A"])
    expect(ask(loaded, question)).toBe(ask(fresh, question));
  expect(ask(loaded, "www.b.example. A")).not.toBe(ask(before, "www.b.example. A"));
});

test("at a turn a zone that cannot be signed keeps what it has, which is told, and others turn", () => {
  writeSigned("a.example.", { windows: 1 });
  writeSigned("b.example.");
  const before = done(load(folder, undefined, undefined, signingIn(BASE))).loaded;
  const turned = done(turnWindow(before, signingIn(BASE + 1)));
  expect([turned.problems.map(({ rule }) => rule), turned.kept.map(printName)]).toEqual([
    ["windows-used-up"],
    ["a.example."],
  ]);
  expect(serials(turned.loaded)).toEqual({ "a.example.": 7, "b.example.": 8 });
  expect(ask(turned.loaded, "www.a.example. A")).toBe(ask(before, "www.a.example. A"));
  expect(turned.loaded.unsigned).toEqual([]);
});

test("a zone whose file has become unreadable gets the signatures of the next window all the same", () => {
  writeSigned("b.example.");
  const before = done(load(folder, undefined, undefined, signingIn(BASE))).loaded;
  write("b.example.", "what is this");
  const kept = done(load(folder, before, undefined, signingIn(BASE + 1)));
  expect(kept.kept.map(printName)).toEqual(["b.example."]);
  expect(serials(kept.loaded)).toEqual({ "b.example.": 8 });
  expect(kept.loaded.zones[0]!.soonestExpiry).toBe(before.zones[0]!.soonestExpiry! + 604_800);
});

test.each<[string, Partial<PolicyChanges>, string]>([
  ["the window of its base is still to come", { base: BASE + 10 }, "b.example.: 7"],
  ["it is the last window with a serial", { base: BASE - 2 }, "b.example.: 9"],
])("%s", (_, changes, expected) => {
  writeSigned("b.example.", changes);
  const { loaded } = done(load(folder, undefined, undefined, signingIn(BASE)));
  expect(Object.entries(serials(loaded)).map(([zone, serial]) => `${zone}: ${serial}`)).toEqual([expected]);
});

test("serials of ZONEPIPE_SERIALS go on with the windows, too, and go round", () => {
  writeSigned("b.example.");
  const settings = new Map([[keyOf(done(load(folder)).loaded.pending[0]!.origin), 0xffff_ffff]]);
  const first = done(load(folder, undefined, settings)).loaded;
  const { loaded } = done(turnWindow(first, signingIn(BASE), settings));
  expect([serials(loaded), loaded.zones[0]!.renumbered]).toEqual([
    { "b.example.": 0xffff_ffff },
    0xffff_ffff,
  ]);
  const turned = done(turnWindow(loaded, signingIn(BASE + 1))).loaded;
  expect(serials(turned)).toEqual({ "b.example.": 0 });
  expect(load(folder, turned, undefined, signingIn(BASE + 1)).kind).toBe("same");
});

test.each<[string, () => void, SigningNow, string[]]>([
  ["no private half", () => writeSigned("b.example."), signingIn(BASE, THEIRS), ["private-key-missing"]],
  [
    "no private half of one of two",
    () => writeSigned("b.example.", { keys: [KEY.policy, OTHER.policy] }),
    signingIn(BASE),
    ["private-key-missing"],
  ],
  ["all windows are over", () => writeSigned("b.example."), signingIn(BASE + 3), ["windows-used-up"]],
  [
    "all of it",
    () => writeSigned("b.example."),
    signingIn(BASE + 3, NOBODY),
    ["private-key-missing", "windows-used-up"],
  ],
  [
    "another content than its digest",
    () => write("b.example.", written().replace("192.0.2.2", "192.0.2.3")),
    signingIn(BASE),
    ["zonemd-mismatch"],
  ],
  [
    "two policies",
    () => write("b.example.", `${written()}@ TYPE65403 \\# 1 00\n`),
    signingIn(BASE),
    ["signing-policy-twice"],
  ],
  [
    "a policy that cannot be read",
    () => write("b.example.", `${PLAIN}@ TYPE65403 \\# 1 00\n`),
    signingIn(BASE),
    ["signing-policy"],
  ],
  [
    "a signature in the file",
    () => write("b.example.", `${written()}www RRSIG A 13 3 300 20300101000000 20200101000000 1 @ AAAA\n`),
    signingIn(BASE),
    ["signed-twice"],
  ],
  [
    "a digest of the signed zone in the file",
    () => write("b.example.", `${written()}@ ZONEMD 7 1 1 ${"00".repeat(48)}\n`),
    signingIn(BASE),
    ["signed-twice"],
  ],
])("%s: it is answered SERVFAIL at first, and kept later", (_, make, signing, expected) => {
  write("a.example.", PLAIN);
  make();
  const first = done(load(folder, undefined, undefined, signing));
  expect(rules(first)).toEqual(expected);
  expect(first.loaded.unsigned.map(printName)).toEqual(["b.example."]);
  expect(first.loaded.broken.map(printName)).toEqual(["b.example."]);
  expect(ask(first.loaded, "www.b.example. A")).toContain("SERVFAIL");
  const put = done(load(folder)).loaded;
  expect(put.unsigned.length + put.pending.length).toBe(1);
  writeSigned("b.example.");
  const good = done(load(folder, first.loaded, undefined, signingIn(BASE)));
  expect([rules(good), good.loaded.unsigned]).toEqual([[], []]);
  make();
  const again = load(folder, good.loaded, undefined, { ...signing, window: signing.window + 1 });
  expect(new Set(rules(again))).toEqual(new Set(expected));
  const served = again.kind === "loaded" ? again.loaded : good.loaded;
  expect(ask(served, "www.b.example. A")).toMatch(
    /^NOERROR aa\nwww.b.example. 300 IN A 192.0.2.2\n.* RRSIG A 13 /,
  );
});

test("a folder in which nothing can be signed: all is answered SERVFAIL, where it was put off before", () => {
  writeSigned("b.example.");
  const first = done(load(folder)).loaded;
  const { loaded, problems } = done(turnWindow(first, signingIn(BASE, NOBODY)));
  expect(problems).toHaveLength(1);
  expect([loaded.zones, loaded.unsigned.map(printName), loaded.pending]).toEqual([[], ["b.example."], []]);
  expect(load(folder, undefined, undefined, signingIn(BASE, NOBODY)).kind).toBe("refused");
});

test("who only looks at a zone has it as it is written, and its digest is verified", () => {
  writeSigned("b.example.");
  const { loaded } = done(load(folder, undefined, undefined, { kind: "never" }));
  expect(loaded.zones).toMatchObject([{ zonemd: "verified", isToSign: true, records: 7 }]);
  write("b.example.", written().replace("192.0.2.2", "192.0.2.3"));
  expect(rules(load(folder, undefined, undefined, { kind: "never" }))).toEqual(["zonemd-mismatch"]);
});

test("a defect while one zone is signed keeps no other from its signatures", () => {
  writeSigned("a.example.");
  writeSigned("b.example.", { keys: [OTHER.policy] });
  const signing = signingIn(BASE);
  const result = done(
    load(folder, undefined, undefined, {
      ...signing,
      signerOf: (key, origin) =>
        key.publicKey === OTHER.policy.publicKey
          ? () => {
              throw new Error("no such luck");
            }
          : signing.signerOf(key, origin),
    }),
  );
  expect(rules(result)).toEqual(["signing-failed"]);
  expect(serials(result.loaded)).toEqual({ "a.example.": 7 });
});

function written(): string {
  return writtenZone("b.example.", TEXT, { keys: [KEY.policy], base: BASE, windows: 3 });
}
