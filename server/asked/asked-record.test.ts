import { expect, test } from "vitest";
import { unpackTable } from "../../dns/rrset-table/pack-table.ts";
import { ALL_TOGETHER, minuteOf, rowOf } from "../../dns/rrset-table/rrset-table.ts";
import { exchange, queryOf, tablesOf, type ZoneTexts } from "../../test/serve-text.ts";
import { nameOf } from "../../test/zone-text.ts";
import { openAsked } from "../answer/asked.ts";
import { makeIdentity } from "../answer/identity.ts";
import { makeResponder } from "../answer/respond.ts";
import type { Tables } from "../tables/tables.ts";
import { askedPage } from "./asked-page.ts";
import { AskedRecord } from "./asked-record.ts";
import { recentTotals } from "./recent-totals.ts";

const APEX = "@ SOA ns host 1 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\n";
const ZONES: ZoneTexts = {
  "example.com.": `${APEX}
    www A 192.0.2.2
    www TXT text
    alias CNAME www
    *.wild A 192.0.2.3
    sub NS ns.sub
    ns.sub A 192.0.2.4
    tree DNAME other
    never A 192.0.2.5
  `,
};

let time = Date.UTC(2026, 2, 3);
const identity = makeIdentity("s", "v");

/** Two threads in turn, as a service has them; `serve` is a reload. */
function start(zones: ZoneTexts) {
  const first = tablesOf(zones);
  const record = new AskedRecord(2, first, () => time);
  const respond = (tables: Tables, thread: number, places = record.buffersOf(thread)) =>
    makeResponder(tables, identity, { asked: openAsked(places) });
  let threads = [respond(first, 0), respond(first, 1)];
  let turn = 0;
  return {
    record,
    ask: (question: string, times = 1) => {
      for (let asked = 0; asked < times; asked++) exchange(threads[turn++ % 2]!, queryOf(question));
    },
    serve: (next: ZoneTexts) => {
      const tables = tablesOf(next);
      const { places, settle } = record.turn(tables);
      threads = places.map((own, thread) => respond(tables, thread, own));
      settle();
    },
    count: async (name: string, type: number) => (await record.of(nameOf(name), type))?.count,
  };
}

const [A, NS, CNAME, TXT, DNAME] = [1, 2, 5, 16, 39];

test("each use of an RRset is counted: as answer, by alias, wildcard, referral and DNAME, and no other", async () => {
  const { ask, count } = start(ZONES);
  ask("www.example.com. A", 3);
  ask("WWW.example.com. AAAA");
  ask("alias.example.com. A");
  ask("a.wild.example.com. A");
  ask("x.sub.example.com. A");
  ask("x.tree.example.com. A");
  ask("no.example.com. A");
  expect(await count("www.example.com.", A)).toBe(4);
  expect(await count("www.example.com.", TXT)).toBe(0);
  expect(await count("alias.example.com.", CNAME)).toBe(1);
  expect(await count("*.wild.example.com.", A)).toBe(1);
  expect(await count("sub.example.com.", NS)).toBe(1);
  expect(await count("tree.example.com.", DNAME)).toBe(1);
  expect(await count("never.example.com.", A)).toBe(0);
  expect(await count("no.example.com.", A)).toBeUndefined();
});

test("counts outlive reloads, and what is new is counted from its own time on", async () => {
  const began = time;
  const { record, ask, serve, count } = start(ZONES);
  ask("www.example.com. A", 5);
  ask("never.example.com. A", 2);
  time += 1000;
  serve({ "example.com.": `${APEX}first A 192.0.2.9\nwww A 192.0.2.7\nnew A 192.0.2.8\n` });
  ask("www.example.com. A", 3);
  time += 1000;
  serve({
    "example.org.": APEX,
    "example.com.": `${APEX}www A 192.0.2.7\nnever A 192.0.2.5\nnew A 192.0.2.8\n`,
  });
  ask("www.example.com. A", 1);
  expect(await record.of(nameOf("www.example.com."), A)).toMatchObject({ count: 9, since: began });
  expect(await record.of(nameOf("new.example.com."), A)).toMatchObject({ count: 0, since: began + 1000 });
  // It was away: what was counted before has a gap.
  expect(await record.of(nameOf("never.example.com."), A)).toMatchObject({ count: 0, since: began + 2000 });
  expect(await count("first.example.com.", A)).toBeUndefined();
});

test("the page has the most frequent first, with missing names and no client", async () => {
  const { record, ask } = start(ZONES);
  ask("www.example.com. A", 3);
  ask("ns.example.com. A", 5);
  ask("alias.example.com. A");
  ask("No.example.com. A", 2);
  ask("a\\032b.example.com. MX");
  const page = JSON.parse((await askedPage(record, new URLSearchParams("limit=2")))!);
  const since = new Date(record.since).toISOString();
  expect(page).toEqual({
    version: 1,
    since,
    asked: [
      { name: "ns.example.com.", type: "A", count: 5, since },
      { name: "www.example.com.", type: "A", count: 4, since },
    ],
    missing: [
      { name: "no.example.com.", most: 2, least: 2 },
      { name: "a\\032b.example.com.", most: 1, least: 1 },
    ],
  });
  const of = new URLSearchParams({ of: "never.example.com./A,gone.example.com./A" });
  expect(JSON.parse((await askedPage(record, of))!)).toEqual({
    version: 1,
    since,
    asked: [{ name: "never.example.com.", type: "A", count: 0, since }],
  });
});

test("a zone is the sum of its RRsets since all of them are counted, without what only checks ask for", async () => {
  const sub = "@ SOA ns host 1 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.4\n";
  const { record, ask, serve } = start({ ...ZONES, "example.org.": `${APEX}a A 192.0.2.1\n` });
  const page = async (zone: string) =>
    JSON.parse((await askedPage(record, new URLSearchParams({ zone })))!).zone;
  ask("example.org. SOA", 3);
  ask("no.example.org. A");
  ask("www.example.com. A");
  const since = new Date(record.since).toISOString();
  expect(await page("Example.org.")).toEqual({ name: "Example.org.", rrsets: 3, count: 0, since });
  ask("a.example.org. A", 2);
  time += 1000;
  serve({ ...ZONES, "example.org.": `${APEX}a A 192.0.2.1\nb A 192.0.2.2\n`, "sub.example.com.": sub });
  ask("b.example.org. A");
  const later = new Date(record.since + 1000).toISOString();
  expect(await page("example.org.")).toMatchObject({ rrsets: 4, count: 3, since: later });
  expect(await page("sub.example.com.")).toMatchObject({ rrsets: 2, count: 0 });
  // Of the DS at sub.example.com. nobody knows, and no zone begins at a name within one.
  for (const none of ["example.com.", "a.example.org.", "example.net."])
    expect(await page(none)).toBeUndefined();
});

test("a digest misses nothing that was asked for, and has when it came and what a zone is together", async () => {
  const { record, ask, serve } = start(ZONES);
  ask("www.example.com. A", 3);
  ask("alias.example.com. A");
  ask("example.com. SOA", 9);
  time += 3_600_000;
  serve({ "example.com.": `${ZONES["example.com."]}\nnew A 192.0.2.9\n` });
  ask("www.example.com. A");
  time += 3_600_000;
  const page = JSON.parse((await askedPage(record, new URLSearchParams("digest")))!);
  expect(page).toMatchObject({ version: 1, until: new Date(time).toISOString(), asked: [] });
  const table = unpackTable(page.digest)!;
  const last = minuteOf(time);
  const rows: readonly [string, number, object | undefined][] = [
    ["www.example.com.", A, { count: 5, last, came: 0 }],
    ["alias.example.com.", CNAME, { count: 1, last, came: 0 }],
    ["new.example.com.", A, { count: 0, last: 0, came: minuteOf(time - 3_600_000) }],
    ["never.example.com.", A, undefined],
    ["example.com.", ALL_TOGETHER, { count: 6, last, came: minuteOf(time - 3_600_000) }],
  ];
  for (const [name, type, row] of rows) expect(rowOf(table, nameOf(name), type), name).toEqual(row);
  expect(table.rows.size).toBe(5); // and the SOA
});

test("totals are those of what is served and of all names that do not exist", async () => {
  const { record, ask, serve } = start(ZONES);
  ask("www.example.com. A", 2);
  for (let name = 0; name < 5_000; name++) ask(`no${name}.example.com. A`);
  const before = await record.totals();
  expect(before).toEqual({ rrsets: 11, unused: 10 });
  expect(record.missed()).toBe(5_000);
  serve({ "example.com.": APEX });
  expect(await record.totals()).toEqual({ rrsets: 3, unused: 3 });
});

test("totals that are asked for often are counted once a minute", async () => {
  const { record, ask } = start(ZONES);
  let now = 0;
  const recent = recentTotals(record, () => now);
  expect(recent()).toBeUndefined();
  await record.totals(); // begun later, so that the other has ended
  expect(recent()).toEqual({ rrsets: 11, unused: 11 });
  ask("www.example.com. A");
  now = 59_999;
  expect(recent()).toEqual({ rrsets: 11, unused: 11 });
  now = 60_000;
  recent();
  await record.totals();
  expect(recent()).toEqual({ rrsets: 11, unused: 10 });
});

test.each([
  "zone=",
  "zone=a..b.",
  "limit=0",
  "limit=x",
  "of=",
  "of=www.example.com.",
  "of=www./NOTYPE",
  "of=www/A",
])("%s is no search", async (search) => {
  expect(await askedPage(start(ZONES).record, new URLSearchParams(search))).toBeUndefined();
});
