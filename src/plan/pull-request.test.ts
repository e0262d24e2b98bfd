import { describe, expect, test } from "vitest";
import { printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import { fakeFiles } from "../../test/fakes/files.ts";
import { load } from "../zones/load.ts";
import { unreadIn } from "../zones/unread.ts";
import { readZones, validate } from "../zones/validate.ts";
import { makePullRequestPlan, nameBase, planDespiteErrors, readBase } from "./pull-request.ts";
import { reviewPlan } from "./review.ts";

type Zones = { readonly [file: string]: string };

const COMMON = { "_config.yaml": "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\n" };
const WWW = "www: {type: A, value: 192.0.2.1}\n";

const filesOf = (zones: Zones) =>
  fakeFiles(
    Object.fromEntries(
      Object.entries({ ...COMMON, ...zones }).map(([path, text]) => [`zones/${path}`, text]),
    ),
  );

/** What a pull request does, in words, and the kinds of its dangers. */
async function planned(before: Zones, after: Zones) {
  const base = await readBase("zones", filesOf(before));
  const { zones } = validate(await load("zones", filesOf(after)));
  const plan = makePullRequestPlan(base, zones, () => [], new Date("2026-11-22T12:00:00Z"));
  const { dangers, digest } = reviewPlan(plan, () => undefined);
  return {
    changes: plan.zones.map(({ changes }) =>
      changes?.map(({ kind, owner, type }) => `${kind} ${printName(owner)} ${typeName(type)}`),
    ),
    labels: dangers.map(({ label }) => label),
    hasDigest: digest !== undefined,
    notes: base.notes.length,
  };
}

const NOTHING = { changes: [[]], labels: [], hasDigest: true, notes: 0 };

describe("a zone file that is called otherwise, or split, is the same zone", () => {
  test.each<[string, Zones]>([
    ["a folder in the file's place", { "example.com./main.yaml": WWW }],
    ["another case", { "Example.COM.yaml": WWW }],
  ])("%s", async (_, after) => {
    expect(await planned({ "example.com.yaml": WWW }, after)).toEqual(NOTHING);
  });
});

test("a file that is called after another zone is a zone that goes, and a new one", async () => {
  const { labels } = await planned({ "example.com.yaml": WWW }, { "example.org.yaml": WWW });
  expect(labels).toEqual(["zonepipe:allow-removal:example.com"]);
});

test("what goes is where it was written at the base, also where another file says the rest now", async () => {
  const base = await readBase(
    "zones",
    filesOf({ "example.com.yaml": `${WWW}ftp: {type: A, value: 192.0.2.2}\n` }),
  );
  const { zones } = validate(await load("zones", filesOf({ "example.com./main.yaml": WWW })));
  const [zone] = makePullRequestPlan(base, zones, () => [], new Date("2026-11-22T12:00:00Z")).zones;
  expect(zone!.changes!.flatMap(({ removed }) => removed.map(({ at }) => at))).toEqual([
    { file: "zones/example.com.yaml", line: 2, column: 23 },
  ]);
});

describe("a pull request with errors", () => {
  /** What changes in each zone. */
  async function despite(before: Zones, after: Zones) {
    const read = readZones(await load("zones", filesOf(after)));
    const zones = read.zones.map(({ zone }) => zone);
    const base = await readBase("zones", filesOf(before));
    const plan = planDespiteErrors(base, { zones, unread: unreadIn(read).zones }, new Date("2026-11-22"));
    return plan?.zones.map(({ zone, changes, decision }) => [
      printName(zone.origin),
      changes?.map(({ kind, owner }) => `${kind} ${printName(owner)}`),
      decision.kind,
    ]);
  }

  test("what changes is known where it could be read, though it breaks a rule; no serial is", async () => {
    const before = { "example.com.yaml": WWW, "example.org.yaml": WWW };
    const after = {
      "example.com.yaml": `${WWW}'': {type: CNAME, value: www.example.net.}\n`,
      "example.org.yaml": `${WWW}ftp: {type: A, value: 192.0.2.300}\n`,
    };
    expect(await despite(before, after)).toEqual([
      ["example.com.", ["added example.com."], "unknown"],
      ["example.org.", undefined, "unknown"],
    ]);
  });

  test("what all zones have in common is wrong: nothing is known", async () => {
    const after = { "_config.yaml": "nonsense: 1\n", "example.com.yaml": WWW };
    expect(await despite({ "example.com.yaml": WWW }, after)).toEqual([
      ["example.com.", undefined, "unknown"],
    ]);
  });

  test("no zone was read: there is no plan that says all of them go", async () => {
    expect(await despite({ "example.com.yaml": WWW }, {})).toBeUndefined();
  });
});

test("of a base of which only the files' names are known, a zone that goes is seen, with its file", async () => {
  const names = filesOf({ "example.com.yaml": "", "example.org./www.yaml": "", "example.net.yaml": "" });
  const base = await nameBase("zones", names, "It is too large.");
  const { zones } = validate(await load("zones", filesOf({ "example.com.yaml": WWW })));
  const plan = makePullRequestPlan(base, zones, () => [], new Date("2026-11-22T12:00:00Z"));
  expect(plan.removed.map(({ file, records }) => ({ file, records }))).toEqual([
    { file: "zones/example.net.yaml", records: undefined },
    { file: "zones/example.org.", records: undefined },
  ]);
  expect(plan.zones.map(({ changes }) => changes)).toEqual([undefined]);
  expect(reviewPlan(plan, () => undefined).dangers.map(({ message }) => message)).toEqual([
    "The zone is gone from the sources, with all that it has",
    "The zone is gone from the sources, with all that it has",
  ]);
});

describe("a zone that was broken before", () => {
  const BROKEN = "www: {type: A, value: 192.0.2.300}\n";

  test("and is mended: what changes is not known, and the plan has no digest", async () => {
    expect(await planned({ "example.com.yaml": BROKEN }, { "example.com.yaml": WWW })).toEqual({
      changes: [undefined],
      labels: [],
      hasDigest: false,
      notes: 1,
    });
  });

  test("by a rule alone: everything in it was read, so what changes is known", async () => {
    const unruly = `${WWW}'': {type: CNAME, value: www.example.net.}\n`;
    const { changes, notes } = await planned({ "example.com.yaml": unruly }, { "example.com.yaml": WWW });
    expect({ changes, notes }).toEqual({ changes: [["removed example.com. CNAME"]], notes: 0 });
  });

  test("and goes: that is refused like any other removal", async () => {
    const before = { "example.com.yaml": BROKEN, "example.org.yaml": WWW };
    const { labels } = await planned(before, { "example.org.yaml": WWW });
    expect(labels).toEqual(["zonepipe:allow-removal:example.com"]);
  });

  test("because all were: a zone that goes is refused all the same", async () => {
    const before = { "_config.yaml": "nonsense: 1\n", "example.com.yaml": WWW, "example.org.yaml": WWW };
    const { labels, changes } = await planned(before, { "example.org.yaml": WWW });
    expect({ labels, changes }).toEqual({
      labels: ["zonepipe:allow-removal:example.com"],
      changes: [undefined],
    });
  });
});
