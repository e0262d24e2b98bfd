import { beforeEach, describe, expect, test } from "vitest";
import { printName } from "../../dns/name.ts";
import { decode } from "../../dns/records/index.ts";
import { SOA, ZONEMD } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { parseRecord } from "../../dns/zone-file/parse.ts";
import { fakeFiles } from "../../test/fakes/files.ts";
import { type FakeFly, fakeFly } from "../../test/fakes/fly-in-memory.ts";
import { readBase } from "../plan/pull-request.ts";
import { TransferError } from "../published/transfer-error.ts";
import { renderZone } from "../render/render-zone.ts";
import { startRun } from "../run.ts";
import type { Answer, Nameserver, Question } from "../verify/types.ts";
import type { World } from "../world.ts";
import { findPlaces } from "./apps.ts";
import { chooseImages } from "./choose-image.ts";
import { FlyError } from "./fly/fly-error.ts";
import { goBack, type WentBack } from "./go-back.ts";
import type { Remembered } from "./ledger.ts";
import { areOursWell, findStatus, isWell } from "./status.ts";
import { makeSteps } from "./steps.ts";
import { survey } from "./survey.ts";

/** example.com at each commit, with its serial. */
const COMMITS = { a: ["192.0.2.1", 1], b: ["192.0.2.2", 2] } as const;
type Commit = keyof typeof COMMITS;

const imageOf = (commit: string) => `sha256:${commit.repeat(64)}`;
const filesOf = (commit: Commit) =>
  fakeFiles({
    "zones/_config.yaml": `nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}${beside}]\n`,
    "zones/example.com.yaml": `'': {type: A, value: ${COMMITS[commit][0]}}\n`,
    "fly.toml": 'app = "dns"\n',
  });

let fly: FakeFly;
let now: number;
/** A nameserver of others in the settings, if any. */
let beside: string;
/** What a secondary answers, which may change while somebody waits; undefined: nothing. */
let secondary: () => number | undefined;
/** NOTIFYs that were sent: where, by which key, of which serial. */
let notified: string[];

beforeEach(async () => {
  now = 0;
  beside = "";
  secondary = () => undefined;
  notified = [];
  fly = fakeFly({
    dns: [
      { id: "m1", region: "ams", image: imageOf("b") },
      { id: "m2", region: "iad", image: imageOf("b") },
    ],
  });
  await image("a", "a");
  await image("b", "b");
});

/** An image that says that it is made of a commit, with the zones of one. */
async function image(commit: Commit, zones: Commit): Promise<void> {
  const run = await startRun("test", "zones", worldOf(zones));
  const { origin, records, serial, text } = renderZone(run.zones[0]!, COMMITS[commit][1]);
  const zonemd = decode(ZONEMD, records.find(({ type }) => type === ZONEMD)!.rdata);
  if (zonemd.type !== "ZONEMD") throw new Error("no ZONEMD");
  const digest = Buffer.from(zonemd.digest, "latin1").toString("hex");
  fly.images.set(imageOf(commit), {
    commit: commit.repeat(40),
    inputs: imageOf(commit),
    zones: [{ name: printName(origin), serial, digest }],
    texts: new Map([[printName(origin), text]]),
    journals: new Map(),
  });
}

const worldOf = (commit: Commit) =>
  ({
    files: filesOf(commit),
    fly,
    now: () => new Date(0),
    progress: { step: () => {}, count: () => {}, end: () => {} },
    patience: {
      clock: {
        now: () => now,
        wait: (milliseconds: number) => {
          now += milliseconds;
          return Promise.resolve();
        },
      },
    },
    look: (_: Nameserver, questions: readonly Question[]) =>
      Promise.resolve(questions.map(({ type }) => (type === SOA ? soaReply(secondary()) : reply([])))),
    notify: ({ place, key, zones }: Parameters<World["notify"]>[0]) => {
      notified.push(
        `${place.address}:${place.port} ${key && printName(key)} ${zones.map(({ serial }) => serial)}`,
      );
      return Promise.resolve(zones.map(() => ({ kind: "taken" })));
    },
    transfer: () => Promise.reject(new TransferError("Cannot transfer", "it answers REFUSED")),
    asker: () => Promise.resolve({ noRoute: () => Promise.resolve("no route"), client: { kind: "dig" } }),
  }) as unknown as World; // nothing else is touched: our own machines have no public addresses here

function soaReply(serial: number | undefined): Answer {
  if (serial === undefined) return { outcome: "no-reply", reason: "no reply in 2 s", milliseconds: 1 };
  const record = parseRecord(`example.com. 3600 IN SOA ns1. h. ${serial} 3600 900 1209600 60`);
  if (!("rdata" in record)) throw new Error(record.message);
  return reply([record]);
}

function reply(answer: readonly ZoneRecord[]): Answer {
  const sections = { answer, authority: [], additional: [] };
  return { outcome: "reply", rcode: 0, aa: true, ...sections, transport: "udp", milliseconds: 1 };
}

const remembered: Remembered = {
  last: {
    version: 1,
    commit: "b".repeat(40),
    inputs: imageOf("b"),
    floors: { "example.com.": 2 },
    reserved: { "example.com.": [2, 2] },
    back: { [`registry.fly.io/dns@${imageOf("a")}`]: { "example.com.": 3 } },
    before: ["m1", "m2"].map((id) => ({
      app: "dns",
      machine: id,
      region: "iad",
      image: `registry.fly.io/dns@${imageOf("a")}`,
      commit: "a".repeat(40),
    })),
  },
  unfinished: [],
  floors: new Map([["example.com.", 2]]),
};

async function goBackBy(memory: Remembered | undefined): Promise<WentBack> {
  const world = worldOf("b");
  const { zones } = await startRun("rollback", "zones", world);
  const places = await findPlaces(zones, world.files);
  const machines = await survey("dns", fly);
  return await goBack(
    {
      zones,
      places,
      choices: chooseImages(
        memory === undefined
          ? { kind: "image", image: `registry.fly.io/dns@${imageOf("a")}` }
          : { kind: "before" },
        ["dns"],
        machines,
        memory,
      ),
      remembered: memory,
      machines,
      before: await findStatus(zones, places, world),
      history: {
        zonesAt: (id) => readBase("zones", filesOf(id[0] as Commit)),
        configAt: (id) => Promise.resolve(`fly.toml at ${id[0]}`),
      },
      deadlines: { machines: 30_000, outside: 30_000, secondaries: 60_000 },
    },
    makeSteps(world),
    world,
  );
}

test("every machine gets the image before, with the fly.toml of its commit, and answers under the serial that was reserved", async () => {
  const configs: string[] = [];
  fly = {
    ...fly,
    deploy: (order) => {
      configs.push(`${order.config} ${order.image.split("@")[1] === imageOf("a")}`);
      for (const one of fly.machinesOf.dns!) Object.assign(one, { image: imageOf("a"), env: order.env });
      return Promise.resolve();
    },
  };
  const { failures, notes, status, spent } = await goBackBy(remembered);
  expect([failures, notes, isWell(status), configs]).toEqual([[], [], true, ["fly.toml at a true"]]);
  expect(status.zones.map(({ serial, isAsHere }) => [serial, isAsHere])).toEqual([[3, false]]);
  expect(spent).toMatchObject([{ serial: 2, now: 3, writtenIn: "github" }]);
});

test("a machine that nobody can ask, and one whose host has no room, go back under new ids", async () => {
  const [first, second] = fly.machinesOf.dns!;
  Object.assign(first!, { isSilent: true });
  Object.assign(second!, { isFull: true });
  const { failures, notes, status } = await goBackBy(remembered);
  expect([failures, notes, isWell(status)]).toEqual([[], [], true]);
  expect(fly.machinesOf.dns!.map(({ id, image: of }) => [id, of])).toEqual([
    ["m1x", imageOf("a")],
    ["m2x", imageOf("a")],
  ]);
});

test("a machine that nobody can ask before or after is told by the status alone", async () => {
  Object.assign(fly.machinesOf.dns![0]!, { isSilent: true, isStuck: true });
  const { failures, status } = await goBackBy(remembered);
  expect([failures, isWell(status)]).toEqual([[], false]);
  expect(status.places[0]!.problem).toContain("Fly.io does not reach its host");
});

test("without GitHub, what is spent is written on the machines", async () => {
  const { failures, notes, spent } = await goBackBy(undefined);
  expect([failures, notes.length]).toEqual([[], 1]); // nobody knows the image's commit either
  expect(spent).toMatchObject([{ serial: 2, now: 3, writtenIn: "machines" }]);
});

test("an image that answers otherwise than its commit says is no success", async () => {
  await image("a", "b");
  const { failures } = await goBackBy(remembered);
  expect(failures).toEqual([
    "Machine m1 of dns: it answers example.com. with other content under serial 3, and 1 more are not right",
  ]);
});

test("a machine that does not take it is told, and nothing is spent that is still answered", async () => {
  fly.before = (what) => {
    if (what.startsWith("deploy")) throw new FlyError('Cannot deploy "dns"', "failed", "");
  };
  const { failures, spent } = await goBackBy(remembered);
  expect(failures).toEqual([
    'Cannot deploy "dns"',
    "Machine m1 of dns: it runs another image, and 1 more are not right",
  ]);
  expect(spent).toEqual([]);
});

describe("a secondary", () => {
  beforeEach(async () => {
    beside = ", {name: ns3.example.net., addresses: [192.0.2.9], fed: {by: transfer, key: ns3-key.}}";
    await image("a", "a");
    await image("b", "b");
  });
  const standings = ({ secondaries }: WentBack) =>
    secondaries.map(({ zones, waited }) => [zones[0]!.expected, zones[0]!.standing, waited]);

  test("is notified of the greater serial by its key, and waited for until it follows", async () => {
    secondary = () => (notified.length > 0 && now >= 3_000 ? 3 : 2);
    const went = await goBackBy(remembered);
    expect(notified).toEqual(["192.0.2.9:53 ns3-key. 3"]);
    expect([went.failures, went.notes, isWell(went.status)]).toEqual([[], [], true]);
    expect(standings(went)).toEqual([[3, { kind: "follows", serial: 3, seen: "serial" }, 3_000]]);
  });

  test("that stays behind is told, with when it asks by itself, and fails nothing", async () => {
    secondary = () => 2;
    const went = await goBackBy(remembered);
    expect([went.failures, areOursWell(went.status), isWell(went.status), now]).toEqual([
      [],
      true,
      false,
      60_000,
    ]);
    expect(went.notes).toEqual([
      "Secondary ns3.example.net. (192.0.2.9) does not follow: example.com. (behind)",
    ]);
    expect(standings(went)).toMatchObject([
      [3, { kind: "behind", serial: 2, timers: { refresh: 3600 } }, 60_000],
    ]);
  });

  test("is looked at once, and told nothing, where our own machines are not back", async () => {
    secondary = () => 2;
    fly.before = (what) => {
      if (what.startsWith("deploy")) throw new FlyError('Cannot deploy "dns"', "failed", "");
    };
    const went = await goBackBy(remembered);
    expect([went.failures.length, notified, now]).toEqual([2, [], 30_000]);
    expect(standings(went)).toMatchObject([[3, { kind: "behind" }, 0]]);
  });
});
