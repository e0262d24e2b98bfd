import { describe, expect, test } from "vitest";
import { printName } from "../../dns/name.ts";
import { SOA } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { zonemdDigest } from "../../dns/zonemd.ts";
import { COM, zoneOf } from "../../test/planned.ts";
import { nameOf } from "../../test/zone-text.ts";
import { makePlan } from "../plan/plan.ts";
import { expectNothing } from "../report/expect-nothing.ts";
import { comparedNotes } from "../report/notes.ts";
import type { SourceZone } from "../source/source-zone.ts";
import type { Nameserver, Reply } from "../verify/types.ts";
import type { World } from "../world.ts";
import { published } from "./published.ts";
import { BRIEFLY } from "./shown-by-nameserver.ts";
import { TransferError } from "./transfer-error.ts";

const HEAD = "@ 3600 SOA ns1 hostmaster 7 7200 3600 1209600 900\n@ 3600 NS ns1\nns1 A 192.0.2.53\n";
const NS = { "192.0.2.53": "ns1.example.com.", "192.0.2.54": "ns2.example.com." } as const;
type Address = keyof typeof NS;

const AT = { file: "zones/_config.yaml", line: 1, column: 1 };

const SOURCES = configured(zoneOf(`${HEAD}www A 192.0.2.1\n`));

/** What a nameserver has of the zone, and whether it gives it; without a text it is refused. */
interface Served {
  readonly text: string;
  readonly gives?: boolean;
  /** The ZONEMD that it shows, in the place of none. */
  readonly digest?: string;
  /** What the transfer has, where the zone changes on the way. */
  readonly transferred?: string;
}

describe("the records that nameservers give are what is compared", () => {
  test.each<[string, { readonly [A in Address]?: Served }, string, string[], readonly string[]]>([
    [
      "the same records: nothing changes, and the serial stays without any ZONEMD",
      { "192.0.2.53": { text: `${HEAD}www A 192.0.2.1\n`, gives: true } },
      "kept 7",
      [],
      [],
    ],
    [
      "another value",
      { "192.0.2.53": { text: `${HEAD}www A 192.0.2.9\n`, gives: true } },
      "raised 8",
      ["changed www.example.com."],
      [],
    ],
    [
      "another value below a ZONEMD that says the zone is ours",
      { "192.0.2.53": { text: `${HEAD}www A 192.0.2.9\n`, gives: true, digest: digestOf(SOURCES) } },
      "raised 8",
      ["changed www.example.com."],
      [],
    ],
    [
      "one that refuses is passed over",
      {
        "192.0.2.53": { text: `${HEAD}www A 192.0.2.1\n` },
        "192.0.2.54": { text: `${HEAD}www A 192.0.2.1\nold A 192.0.2.2\n`, gives: true },
      },
      "raised 8",
      ["removed old.example.com."],
      [],
    ],
    [
      "one that is behind is not asked",
      {
        "192.0.2.53": { text: `${HEAD.replace(" 7 ", " 6 ")}old A 192.0.2.1\n`, gives: true },
        "192.0.2.54": { text: `${HEAD}www A 192.0.2.1\n`, gives: true },
      },
      "kept 7",
      [],
      [],
    ],
    [
      "what a signer made is no change",
      { "192.0.2.53": { text: `${HEAD}www A 192.0.2.1\n@ NSEC www A\n@ CDS 0 0 0 00\n`, gives: true } },
      "raised 8",
      [],
      ["example.com.: signed on the way to the nameservers; what signing makes was not compared."],
    ],
    [
      "nobody gives it: the digest alone",
      {
        "192.0.2.53": { text: `${HEAD}www A 192.0.2.1\n`, digest: digestOf(SOURCES) },
        "192.0.2.54": { text: `${HEAD}www A 192.0.2.1\n`, digest: digestOf(SOURCES) },
      },
      "kept 7",
      [],
      [
        "example.com.: compared by serial and ZONEMD digest alone, for no transfer was given " +
          "(ns1.example.com. (192.0.2.53), ns2.example.com. (192.0.2.54): it answers REFUSED).",
      ],
    ],
    [
      "it changes on the way",
      {
        "192.0.2.53": {
          text: `${HEAD}www A 192.0.2.1\n`,
          gives: true,
          transferred: HEAD.replace(" 7 ", " 8 "),
          digest: digestOf(SOURCES),
        },
      },
      "kept 7",
      [],
      [
        "example.com.: compared by serial and ZONEMD digest alone, for no transfer was given " +
          "(ns1.example.com. (192.0.2.53): its serial changed meanwhile).",
      ],
    ],
  ])("%s", async (_, served, serial, changes, notes) => {
    const plan = await planOf([SOURCES], served);
    const [zone] = plan.zones;
    const { decision } = zone!;
    expect("serial" in decision && `${decision.kind} ${decision.serial}`).toBe(serial);
    expect(zone!.changes?.map(({ kind, owner }) => `${kind} ${printName(owner)}`)).toEqual(changes);
    expect(comparedNotes(plan)).toEqual(notes);
    expect(expectNothing(plan).outcome).toBe(changes.length === 0 ? "fine" : "wrong");
  });

  test("one that gave none of two zones is not asked for the others", async () => {
    const zones = ["a", "b", "c"].map((label) => ({ ...SOURCES, origin: nameOf(`${label}.example.com.`) }));
    const asked: string[] = [];
    await planOf(zones, { "192.0.2.53": { text: `${HEAD}www A 192.0.2.1\n` } }, asked);
    expect(asked).toEqual(["a.example.com.", "b.example.com."]);
  });
});

test("without an answer, or a digest or records to compare, nobody knows whether anything changes", async () => {
  expect(expectNothing(await planOf([SOURCES], {}))).toEqual({
    outcome: "blocked",
    notes: ["Expected no changes, and cannot tell: example.com. is not known, for a nameserver is silent."],
  });
  const served = { "192.0.2.53": { text: `${HEAD}www A 192.0.2.1\n` } };
  expect(expectNothing(await planOf([SOURCES], served))).toEqual({
    outcome: "blocked",
    notes: ["Expected no changes, and cannot tell: example.com. was not compared: no digest to compare."],
  });
});

/** What the sources' plan is where the nameservers are these. */
async function planOf(
  zones: readonly SourceZone[],
  served: { readonly [A in Address]?: Served },
  asked: string[] = [],
) {
  const at = ({ address }: Nameserver) => served[address as Address]; // they are those of NS
  const world = {
    look: (
      nameserver: Nameserver,
      questions: readonly { readonly type: number; readonly name: ZoneRecord["owner"] }[],
    ) =>
      Promise.resolve(
        questions.map(({ type, name }) => {
          const zone = at(nameserver);
          if (zone === undefined)
            return { outcome: "no-reply", reason: "it is away", milliseconds: 1 } as const;
          return reply(zoneOf(zone.text + zonemd(zone), COM).records, type, name);
        }),
      ),
    transfer: (origin: ZoneRecord["owner"], nameserver: Nameserver) => {
      asked.push(printName(origin));
      const { gives, text, transferred = text } = at(nameserver)!;
      if (gives !== true) return Promise.reject(new TransferError("Cannot transfer", "it answers REFUSED"));
      return Promise.resolve([...zoneOf(transferred).records]);
    },
  } as Partial<World> as World; // all that it uses
  const configuredZones = zones.map((zone) => configured(zone, Object.keys(served) as Address[]));
  const options = {
    folder: "zones",
    published: { kind: "nameservers", transfer: true },
    serialAbove: new Map(),
  } as const;
  const { of, removed } = await published(configuredZones, options, world, BRIEFLY);
  return makePlan(configuredZones, of, removed, new Date("1970-01-01"));
}

/** The zone with nameservers at these addresses, the first where there are none, and serials that count. */
function configured(zone: SourceZone, addresses: readonly Address[] = []): SourceZone {
  const at: readonly Address[] = addresses.length === 0 ? ["192.0.2.53"] : addresses;
  const nameservers = at.map((address) => ({ name: nameOf(NS[address]), addresses: [address], at: AT }));
  return { ...zone, config: { ...zone.config, serial: "increment", nameservers } };
}

function reply(records: readonly ZoneRecord[], type: number, owner: ZoneRecord["owner"]): Reply {
  const answer = records.filter((record) => record.type === type).map((record) => ({ ...record, owner }));
  const rest = {
    rcode: 0,
    aa: true,
    authority: [],
    additional: [],
    transport: "udp",
    milliseconds: 1,
  } as const;
  return { outcome: "reply", ...rest, answer };
}

function zonemd({ digest }: Served): string {
  return digest === undefined ? "" : `@ 3600 ZONEMD 7 1 1 ${digest}\n`;
}

function digestOf(zone: SourceZone): string {
  expect(zone.records[0]!.type).toBe(SOA);
  return Buffer.from(zonemdDigest(zone, 1), "latin1").toString("hex");
}
