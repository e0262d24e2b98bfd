import { describe, expect, test } from "vitest";
import { packTable } from "../../dns/rrset-table/pack-table.ts";
import { EACH_ONE, growTable, minuteOf } from "../../dns/rrset-table/rrset-table.ts";
import { typeCode } from "../../dns/types.ts";
import { fakeFiles } from "../../test/fakes/files.ts";
import { zoneOf } from "../../test/planned.ts";
import { nameOf } from "../../test/zone-text.ts";
import { WorldError } from "../files/world-error.ts";
import { makePlan, type RemovedZone } from "../plan/plan.ts";
import { askedSubject, askedWords } from "../report/asked-wording.ts";
import { DEFAULT_CONFIG } from "../source/config.ts";
import type { World } from "../world.ts";
import { findAskedOfDeletions } from "./asked-of-deletions.ts";
import type { AskedTotals } from "./asked-totals/totals.ts";

const [MARCH_3, MARCH_4] = ["2026-03-03T10:00:00.000Z", "2026-03-04T11:30:00.000Z"];

/** What a machine counts, by what it is asked about: `old.example.com./A`, or a zone. */
type Counts = { readonly [what: string]: number };
interface FakeMachine {
  readonly state?: string;
  readonly since?: string;
  readonly counts: Counts;
}

const BASE = "@ SOA ns1 h 1 2 3 4 5\n@ NS ns1\nns1 A 192.0.2.53\n";

/** Sentences and notes for a change of the zone: machines by app, `nameservers` as `name app` or `name`. */
async function told(
  change: { readonly before: string; readonly after?: string; readonly removed?: readonly RemovedZone[] },
  apps: { readonly [app: string]: readonly FakeMachine[] },
  nameservers: readonly string[] = ["ns1.example.com. dns"],
  totals?: AskedTotals,
) {
  const commands: string[] = [];
  const config = {
    ...DEFAULT_CONFIG,
    nameservers: nameservers.map((line, index) => {
      const [name, app] = line.split(" ");
      const addresses = [`192.0.2.${index + 1}`];
      return { name: nameOf(name!), addresses, at: { file: "c", line: 1, column: 1 }, ...(app && { app }) };
    }),
  };
  const zone = { ...zoneOf(BASE + (change.after ?? "")), config };
  const { records } = zoneOf(BASE + change.before);
  const shown = [{ by: "build", kind: "serial", serial: 1 } as const];
  const plan = makePlan([zone], () => ({ records, shown }), change.removed ?? [], new Date(MARCH_3));
  const fly = {
    machines: (app: string) => {
      const machines = apps[app];
      if (machines === undefined)
        return Promise.reject(new WorldError(`Cannot list the machines of "${app}"`));
      return Promise.resolve(
        machines.map(({ state = "started" }, id) => ({
          id: `${id}`,
          region: "ams",
          state,
          isReachable: true,
        })),
      );
    },
    exec: (app: string, id: string, command: string) => {
      commands.push(command);
      expect(command.split(" ").slice(0, 3).join(" ")).toBe("node /app/server.js top");
      const [option, what] = command.split(" ").slice(3);
      const { since = MARCH_3, counts } = apps[app]![Number(id)]!;
      if (option === "--digest")
        return Promise.resolve({ ...tellAll(since, counts), stderr: "", exitCode: 0 });
      const asked = what!.split(",").flatMap((word) => {
        const [name, type] = word.split("/");
        return option === "--of" && word in counts ? [{ name, type, count: counts[word], since }] : [];
      });
      const zone =
        option === "--zone" && what! in counts ? { name: what, count: counts[what!], since } : undefined;
      return Promise.resolve({
        stdout: `${JSON.stringify({ version: 1, since: MARCH_3, asked, zone })}\n`,
        stderr: "",
        exitCode: 0,
      });
    },
  };
  const world = { fly, files: fakeFiles({ "fly.toml": 'app = "dns"\n' }), progress: { step: () => {} } };
  // The rest of the world is not asked for.
  const { asked, notes } = await findAskedOfDeletions(plan, [zone], totals, world as unknown as World);
  return { commands, notes, asked: asked.map((one) => `${askedSubject(one)}: ${askedWords(one)}`) };
}

/** What a machine prints of all that it has counted. */
function tellAll(since: string, counts: Counts) {
  const digest = packTable(tableOf(counts), 1_000);
  return { stdout: JSON.stringify({ version: 1, since, until: MARCH_4, asked: [], digest }) };
}

function tableOf(counts: Counts) {
  const growing = growTable();
  for (const [what, count] of Object.entries(counts)) {
    const [name, type] = what.split("/");
    if (count > 0)
      growing.add(nameOf(name!), typeCode(type!)!, { count, last: minuteOf(Date.parse(MARCH_4)), came: 0 });
  }
  return growing.table();
}

const OLD = { before: "old A 192.0.2.9\n" };
const at = (count: number, since?: string): FakeMachine => ({
  counts: { "old.example.com./A": count },
  ...(since && { since }),
});

test("questions of all machines are added up", async () => {
  const { asked, notes, commands } = await told(OLD, { dns: [at(40_000), at(1_000)] });
  expect(asked).toEqual(["old A: 41,000 questions since 2026-03-03 10:00 UTC, on 2 of 2 machines"]);
  expect(notes).toEqual([expect.stringContaining("a few may be ours")]);
  expect(commands).toEqual(Array(2).fill("node /app/server.js top --of old.example.com./A"));
});

test("that nobody asks is said where all tell, since the last of them counts", async () => {
  const { asked, notes } = await told(OLD, { dns: [at(0), at(0, MARCH_4)] });
  expect(asked).toEqual(["old A: no question since 2026-03-04 11:30 UTC, on 2 of 2 machines"]);
  expect(notes).toEqual([]);
});

const NOT_KNOWN = "old A: whether anybody asks is not known: no question since 2026-03-03 10:00 UTC, on";
test.each<[string, Parameters<typeof told>[1], readonly string[] | undefined, string]>([
  [
    "a machine is stopped",
    { dns: [at(0), { ...at(0), state: "stopped" }] },
    undefined,
    `${NOT_KNOWN} 1 of 2 machines; the other does not tell`,
  ],
  [
    "a machine does not serve it",
    { dns: [at(0), { counts: {} }, { counts: {} }] },
    undefined,
    `${NOT_KNOWN} 1 of 3 machines; the others do not tell`,
  ],
  [
    "a secondary answers, too",
    { dns: [at(0)] },
    ["ns1.example.com. dns", "ns2.example.net."],
    `${NOT_KNOWN} 1 of 1 machine; not asked: ns2.example.net.`,
  ],
  [
    "the zone has an NS that nobody configured",
    { dns: [at(0)] },
    ["ns9.example.com. dns"],
    `${NOT_KNOWN} 1 of 1 machine; not asked: ns1.example.com.`,
  ],
  [
    "the machines of an app are not known",
    { dns: [at(0)] },
    ["ns1.example.com. dns", "ns2.example.com. dns-b"],
    `${NOT_KNOWN} 1 of 1 machine; not asked: the machines of dns-b`,
  ],
])("where %s, no question is not none", async (_, apps, nameservers, sentence) => {
  expect((await told(OLD, apps, nameservers)).asked).toEqual([sentence]);
});

test("where not all tell, or since another time each, it is at least so many", async () => {
  const { asked } = await told(OLD, { dns: [at(1), at(0, MARCH_4)] });
  expect(asked).toEqual(["old A: at least 1 question since 2026-03-03 10:00 UTC, on 2 of 2 machines"]);
});

test("where nobody tells, nothing is said but why", async () => {
  expect(await told(OLD, { dns: [{ ...at(7), state: "stopped" }] })).toEqual({
    asked: [],
    notes: ["Who does not tell what is asked for: ams/0: it is stopped."],
    commands: [],
  });
  expect((await told(OLD, {})).notes).toEqual([expect.stringContaining('Cannot list the machines of "dns"')]);
});

test.each<[string, string, string, readonly string[]]>([
  ["an RRset that goes", "a A 192.0.2.1\n", "", ["a.example.com./A"]],
  ["a value of several", "a A 192.0.2.1\na A 192.0.2.2\n", "a A 192.0.2.2\n", ["a.example.com./A"]],
  ["no value that is replaced", "a A 192.0.2.1\n", "a A 192.0.2.2\n", []],
  ["a wildcard", "*.w A 192.0.2.1\n", "", ["*.w.example.com./A"]],
  [
    "a delegation, without its glue",
    `c NS ns.c\nns.c A 192.0.2.1\nc DS 1 13 2 ${"ab".repeat(32)}\n`,
    "",
    ["c.example.com./NS", "c.example.com./DS"],
  ],
  ["a DNAME, without what lies below", "d DNAME x.test.\nb.d A 192.0.2.1\n", "", ["d.example.com./DNAME"]],
  ["what is left of a name that no command can have", "a\\032b A 192.0.2.1\n", "", []],
  ["nothing that only comes along", "n NSEC example.com. A\n", "", []],
])("asked about is %s", async (_, before, after, rrsets) => {
  const { commands } = await told({ before, after }, { dns: [at(0)] });
  expect(commands).toEqual(rrsets.length === 0 ? [] : [`node /app/server.js top --of ${rrsets.join(",")}`]);
});

test("a zone that goes is asked about as a whole", async () => {
  const origin = nameOf("example.org.");
  const { records } = zoneOf("@ SOA ns1 h 1 2 3 4 5\n@ NS ns1.example.com.\n", origin);
  const apps = { dns: [{ counts: { "example.org.": 0 } }] };
  const known = await told({ before: "", removed: [{ origin, content: records }] }, apps);
  expect(known.asked).toEqual(["example.org.: no question since 2026-03-03 10:00 UTC, on 1 of 1 machine"]);
  const unknown = await told({ before: "", removed: [{ origin }] }, apps);
  expect(unknown.asked).toEqual([expect.stringContaining("not asked: whatever else answers for the zone")]);
});

test("very many are asked about in some commands, and the rest is told", async () => {
  const before = Array.from({ length: 250 }, (_, index) => `h${index} A 192.0.2.1\n`).join("");
  const { commands, notes } = await told({ before }, { dns: [at(0)] });
  expect(commands.flatMap((command) => command.split(","))).toHaveLength(200);
  for (const command of commands) expect(command.length).toBeLessThan(3_100);
  expect(notes).toEqual(["Of 50 more that go the machines were not asked."]);
});

test("what lies in another zone of ours is not asked about", async () => {
  const child = nameOf("c.example.com.");
  const { commands } = await told({ before: "c NS ns1\n", removed: [{ origin: child }] }, { dns: [at(0)] });
  expect(commands).toEqual(["node /app/server.js top --zone c.example.com."]);
});

describe("with what was written down at releases", () => {
  const [JANUARY, FEBRUARY] = ["2026-01-05T08:00:00.000Z", "2026-02-01T09:00:00.000Z"];
  const noted = (count: number, since: string = MARCH_3) =>
    Array.from({ length: count }, (_, machine) => ({
      app: "dns",
      machine: `${machine}`,
      since: new Date(since),
    }));
  const asked = (count: number, last = FEBRUARY) => {
    const growing = growTable();
    growing.add(nameOf("old.example.com."), 1, { count, last: minuteOf(Date.parse(last)), came: 0 });
    return growing.table();
  };
  const came = growTable();
  came.add(nameOf("example.com."), EACH_ONE, { count: 0, last: 0, came: minuteOf(Date.parse(FEBRUARY)) });
  const book = (more: Partial<AskedTotals> = {}): AskedTotals => ({
    first: new Date(JANUARY),
    since: new Date(JANUARY),
    seams: { releases: 3, milliseconds: 200_000 },
    machines: noted(2),
    table: growTable().table(),
    own: growTable().table(),
    ...more,
  });
  const own = tableOf({ "old.example.com./A": 2 });
  const SEAM = ", but for 4 minutes of 3 releases in which not all was counted";
  const LOST = "no question since 2026-03-03 10:00 UTC, on 2 of 2 machines";

  test.each<[string, readonly FakeMachine[], AskedTotals, string, (readonly string[])?]>([
    [
      "nobody asked",
      [at(0), at(0)],
      book(),
      `no question since 2026-01-05 08:00 UTC, on 2 of 2 machines${SEAM}`,
    ],
    [
      "only we asked",
      [at(1), at(1)],
      book({ own }),
      `no question but our own since 2026-01-05 08:00 UTC, on 2 of 2 machines${SEAM}`,
    ],
    [
      "somebody asks",
      [at(900), at(102)],
      book({ own, table: asked(40_000) }),
      "at least 41,000 questions since 2026-01-05 08:00 UTC, on 2 of 2 machines",
    ],
    [
      "nobody asks any more",
      [at(0), at(2)],
      book({ own, table: asked(7) }),
      `at least 7 questions since 2026-01-05 08:00 UTC, none since 2026-02-01 09:00 UTC, on 2 of 2 machines${SEAM}`,
    ],
    [
      "the zone is counted since later",
      [at(0), at(0)],
      book({ table: came.table() }),
      `no question since 2026-02-01 09:00 UTC, on 2 of 2 machines${SEAM}`,
    ],
    ["a machine began anew by itself", [at(0), at(0)], book({ machines: noted(2, JANUARY) }), LOST],
    [
      "a machine began anew by itself, and somebody asked before",
      [at(0), at(0)],
      book({ machines: noted(2, JANUARY), table: asked(7) }),
      "at least 7 questions since 2026-01-05 08:00 UTC, on 2 of 2 machines",
    ],
    ["there is a machine that was not there", [at(0), at(0)], book({ machines: noted(1) }), LOST],
    [
      "a machine is gone",
      [at(0), at(0)],
      book({ machines: noted(3) }),
      "whether anybody asks is not known: no question since 2026-03-03 10:00 UTC, on 2 of 2 machines; not asked: machine 2 of dns, which is gone",
    ],
    [
      "a secondary answers, too",
      [at(0), at(0)],
      book(),
      `${NOT_KNOWN} 2 of 2 machines; not asked: ns2.example.net.`,
      ["ns1.example.com. dns", "ns2.example.net."],
    ],
    [
      "a machine does not tell",
      [at(0), { ...at(0), state: "stopped" }],
      book(),
      `${NOT_KNOWN} 1 of 2 machines; the other does not tell`,
    ],
  ])("where %s", async (_, dns, totals, sentence, nameservers) => {
    const { asked: found } = await told(OLD, { dns }, nameservers, totals);
    expect(found).toEqual([sentence.startsWith("old A") ? sentence : `old A: ${sentence}`]);
  });
});
