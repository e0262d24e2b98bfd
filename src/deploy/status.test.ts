import { beforeEach, describe, expect, test } from "vitest";
import { keyOf, printName } from "../../dns/name.ts";
import { decode } from "../../dns/records/index.ts";
import { ZONEMD } from "../../dns/type-numbers.ts";
import { fakeFiles } from "../../test/fakes/files.ts";
import { type FakeFly, fakeFly } from "../../test/fakes/fly-in-memory.ts";
import { type RenderedZone, renderZone } from "../render/render-zone.ts";
import { startRun } from "../run.ts";
import type { Look } from "../verify/types.ts";
import type { World } from "../world.ts";
import { findPlaces } from "./apps.ts";
import { FlyError } from "./fly/fly-error.ts";
import { printStatus, statusToJson } from "./print-status.ts";
import { findStatus, isWell, type Status } from "./status.ts";

const OLD = `sha256:${"a".repeat(64)}`;
const NEW = `sha256:${"b".repeat(64)}`;
const OTHER = `sha256:${"c".repeat(64)}`;

/** The zones of the folder, and those of earlier commits, by the address of `www`. */
let fed = "";
const filesOf = (www: string) =>
  fakeFiles({
    "zones/_config.yaml": `
nameservers:
  - {name: ns1.example.net., addresses: [192.0.2.53], app: dns}
  - {name: ns.other.example., addresses: [203.0.113.53]${fed}}
`,
    "zones/example.com.yaml": `www: {type: A, value: ${www}}\n`,
    "fly.toml": 'app = "dns"\n',
  });

let fly: FakeFly;
/** What every public address answers. */
let answers: Map<string, readonly RenderedZone[] | "silent">;
let newest: RenderedZone;
let ahead: RenderedZone;

beforeEach(async () => {
  fed = "";
  fly = fakeFly({
    dns: [
      { id: "m1", region: "ams", image: NEW },
      { id: "m2", region: "iad", image: NEW },
    ],
  });
  newest = await zone("192.0.2.2", 2);
  ahead = await zone("192.0.2.2", 4000);
  image(NEW, newest);
  image(OLD, await zone("192.0.2.1", 1));
  image(OTHER, await zone("192.0.2.3", 2));
  answers = new Map([
    ["192.0.2.53", [newest]],
    ["203.0.113.53", [newest]],
  ]);
});

async function zone(www: string, serial: number): Promise<RenderedZone> {
  const { zones } = await startRun("test", "zones", worldOf(www));
  return renderZone(zones[0]!, serial);
}

function image(digest: string, { origin, serial, records }: RenderedZone): void {
  const zonemd = decode(ZONEMD, records.find(({ type }) => type === ZONEMD)!.rdata);
  if (zonemd.type !== "ZONEMD") throw new Error("no ZONEMD");
  fly.images.set(digest, {
    commit: digest.slice(7, 47),
    inputs: digest,
    zones: [
      { name: printName(origin), serial, digest: Buffer.from(zonemd.digest, "latin1").toString("hex") },
    ],
    texts: new Map(),
    journals: new Map(),
  });
}

/** Answers for the zones that an address has. */
const look: Look = (nameserver, questions) =>
  Promise.resolve(
    questions.map(({ name, type }) => {
      const zones = answers.get(nameserver.address);
      if (zones === undefined || zones === "silent")
        return { outcome: "no-reply", reason: "timed out", milliseconds: 1 };
      const found = zones.find(({ origin }) => keyOf(origin) === keyOf(name));
      const answer = (found?.records ?? []).filter((record) => record.type === type);
      return {
        outcome: "reply",
        rcode: found === undefined ? 5 : 0,
        aa: found !== undefined,
        answer,
        authority: [],
        additional: [],
        transport: "udp",
        milliseconds: 1,
      };
    }),
  );

const worldOf = (www: string) =>
  ({
    files: filesOf(www),
    fly,
    look,
    now: () => new Date(0),
    progress: { step: () => {}, count: () => {}, end: () => {} },
  }) as unknown as World; // nothing else is touched

async function status(www = "192.0.2.2"): Promise<Status> {
  const world = worldOf(www);
  const { zones } = await startRun("status", "zones", world);
  return await findStatus(zones, await findPlaces(zones, world.files), world);
}

describe("zonepipe status", () => {
  test("one row for each machine and address, one column for each zone", async () => {
    const found = await status();
    expect(isWell(found)).toBe(true);
    expect(printStatus(found).split("\n")).toEqual([
      "   app              machine or address                commit   health   example.com.",
      "✔  dns              ams/m1                            bbbbbbb  healthy  2",
      "✔  dns              iad/m2                            bbbbbbb  healthy  2",
      "✔  dns              ns1.example.net. (192.0.2.53)              answers  2",
      "✔  (not on Fly.io)  ns.other.example. (203.0.113.53)           answers  2",
      "                    the zones of this folder                            the same",
      "",
      "✔ 2 machines, 2 public addresses: all are well and answer the same.",
      "",
    ]);
  });

  test("zones that are not deployed yet are no fault of those who answer", async () => {
    const found = await status("192.0.2.9");
    expect([isWell(found), found.zones[0]!.isAsHere]).toEqual([true, false]);
  });

  test.each<[string, () => void, string, string]>([
    [
      "a machine with the zones before",
      () => (fly.machinesOf.dns![1]!.image = OLD),
      "iad/m2",
      "1 ✘ not the newest",
    ],
    [
      "a secondary that lags",
      () => answers.set("203.0.113.53", []),
      "ns.other.example. (203.0.113.53)",
      "✘ not served",
    ],
    [
      "a secondary that says more than any machine",
      () => answers.set("203.0.113.53", [ahead]),
      "ns.other.example. (203.0.113.53)",
      "4000 ✘ ahead of every machine",
    ],
    [
      "an address that is silent",
      () => answers.set("192.0.2.53", "silent"),
      "ns1.example.net. (192.0.2.53)",
      "timed out  ✘ no answer",
    ],
    [
      "two contents under one serial",
      () => (fly.machinesOf.dns![0]!.image = OTHER),
      "ams/m1",
      "2 ✘ two contents",
    ],
    [
      "a machine on a host that Fly.io does not reach",
      () => (fly.machinesOf.dns![0]!.isSilent = true),
      "ams/m1",
      "Fly.io does not reach its host; the next deployment makes another in its place  ✘ no answer",
    ],
    [
      "a machine that answers over TCP alone",
      () => {
        fly.says = (machine, check) =>
          machine.id === "m1"
            ? { ...check, healthy: false, problems: ["example.com. over UDP: timeout"] }
            : check;
      },
      "ams/m1",
      "example.com. over UDP: timeout",
    ],
  ])("%s", async (_, happen, where, told) => {
    happen();
    const found = await status();
    expect(isWell(found)).toBe(false);
    const row = printStatus(found)
      .split("\n")
      .find((line) => line.includes(where));
    expect(row).toMatch(/^✘/);
    expect(row).toContain(told);
  });

  test.each([
    ["transfer", "1 ✘ behind, asks within 86400 s"],
    ["files", "1 ✘ behind, fed by files"],
  ])("a secondary that is fed by %s and has the zones before", async (by, told) => {
    fed = `, fed: {by: ${by}}`;
    answers.set("203.0.113.53", [await zone("192.0.2.1", 1)]);
    const found = await status();
    expect(isWell(found)).toBe(false);
    const row = printStatus(found)
      .split("\n")
      .find((line) => line.includes("203.0.113.53"));
    expect(row).toContain(`✘  (fed by ${by})`);
    expect(row).toContain(told);
    expect(statusToJson(found)).toMatchObject({ places: [{}, {}, { fed: null }, { fed: by }] });
  });

  test("an app that Fly.io does not tell of leaves the others in the table", async () => {
    const machines = () => Promise.reject(new FlyError('Cannot list the machines of "dns"', "failed", ""));
    fly = { ...fly, machines };
    const found = await status();
    expect(found.untold).toEqual([{ app: "dns", reason: 'Cannot list the machines of "dns"' }]);
    expect(printStatus(found)).toContain("0 machines, 2 public addresses; not all could be asked.");
    expect(statusToJson(found)).toMatchObject({ well: false });
  });
});

test("until when keys are signed beforehand is told by the machine that has the fewest weeks", async () => {
  let last = 2990;
  const exec: World["fly"]["exec"] = async (...order) => {
    const said = await fly.exec(...order);
    const read = JSON.parse(said.stdout);
    const [one] = read.zones;
    const signed = {
      ...{ counter: 1, base: 2900, windows: 260, window: 2970 },
      ...{ first: one.serial, presigned: last-- },
    };
    return { ...said, stdout: JSON.stringify({ ...read, zones: [{ ...one, content: one.digest, signed }] }) };
  };
  const world = { ...worldOf("192.0.2.2"), fly: { ...fly, exec } };
  const { zones } = await startRun("status", "zones", world);
  const seen = await findStatus(zones, await findPlaces(zones, world.files, []), world);
  expect(printStatus(seen)).toContain("The keys of example.com. are signed beforehand until 2027-04-22.");
  expect(statusToJson(seen)).toMatchObject({ zones: [{ keysSignedUntil: "2027-04-22T00:00:00.000Z" }] });
});

test("a target of ALIAS that a machine cannot look up is told", async () => {
  const state = (word: string, learnt: number | null = null) => ({ state: word, addresses: [], learnt });
  const exec: World["fly"]["exec"] = async (...order) => {
    const said = await fly.exec(...order);
    const aliases = [
      {
        name: "example.com.",
        target: "shop.example.net.",
        a: state("held", 1796025600),
        aaaa: state("none"),
      },
      { name: "www.example.com.", target: "web.example.net.", a: state("known", 1), aaaa: state("unknown") },
    ];
    return { ...said, stdout: JSON.stringify({ ...JSON.parse(said.stdout), aliases }) };
  };
  const world = { ...worldOf("192.0.2.2"), fly: { ...fly, exec } };
  const { zones } = await startRun("status", "zones", world);
  const seen = await findStatus(zones, await findPlaces(zones, world.files, []), world);
  const lines = printStatus(seen).split("\n");
  expect(lines.filter((line) => line.includes("ALIAS") && line.includes("ams/m1"))).toEqual([
    "ams/m1: A of shop.example.net., to which the ALIAS of example.com. leads, cannot be looked up, and is answered as it was on 2026-11-30T08:00Z",
    "✘ ams/m1: AAAA of web.example.net., to which the ALIAS of www.example.com. leads, is not known: answered SERVFAIL",
  ]);
  expect(isWell(seen)).toBe(true);
  expect(statusToJson(seen)).toMatchObject({
    places: [{ aliases: [{ a: { state: "held", learnt: "2026-11-30T08:00:00.000Z" } }, {}] }, {}, {}, {}],
  });
});
