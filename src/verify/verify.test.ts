import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Message, MessageRecord } from "../../dns/message.ts";
import { keyOf, printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import { type Fault, startFaultyNameserver } from "../../test/fakes/faulty-nameserver.ts";
import { requireTool } from "../../test/tools.ts";
import { ONE_ROUND } from "../../test/verify-settings.ts";
import { nameOf, typeOf, zoneOf } from "../../test/zone-text.ts";
import { findDig } from "../world/dig.ts";
import { builtInClient } from "../world/dns-client.ts";
import type { Asker, Nameserver, PathResult, Transport, VerifySettings } from "./types.ts";
import { verify } from "./verify.ts";

const ZONE = zoneOf(
  "example.com.",
  `
@      SOA ns1 hostmaster 5 7200 3600 1209600 60
@      NS ns1
ns1    A 192.0.2.1
www    A 192.0.2.2
www    A 192.0.2.3
deep.x TXT "below an empty non-terminal"
sub    NS ns.sub
ns.sub A 192.0.2.4
big    TXT ${`"${"x".repeat(255)}" `.repeat(6)}
`,
);

// Times that even a busy machine keeps, unless the nameserver is silent on purpose.
const SETTINGS: VerifySettings = { ...ONE_ROUND, timeout: 10_000, slow: 10_000 };
const SILENCE = { timeout: 2_000, deadline: 4_000 };

const hasDig = requireTool("dig", "bind9-dnsutils");

describe.each(["built-in", "dig"] as const)("asked with %s,", (kind) => {
  describe.skipIf(kind === "dig" && !hasDig)("a nameserver", () => {
    let asker: Asker;
    beforeAll(async () => {
      asker = kind === "dig" ? (await findDig())! : builtInClient;
    });

    test("that is right passes everywhere", async () => {
      const paths = await verifyWith({});
      expect(paths).toMatchObject([
        {
          transport: "udp",
          asked: 12,
          passed: 12,
          truncated: 1, // the one that is too long
          answeredBy: ["faulty"],
          misses: [],
          notes: [],
        },
        {
          transport: "tcp",
          asked: 12,
          passed: 12,
          truncated: 0,
          answeredBy: ["faulty"],
          misses: [],
          notes: [],
        },
      ]);
      expect(paths[0]).not.toHaveProperty("limited");
      expect(paths[0]!.serials).toEqual([{ zone: ZONE.origin, expected: 5, got: 5 }]);
    });

    test.each<[string, Fault, string[], string[]?]>([
      [
        "with a wrong value",
        { change: (m) => at("www", m, (r) => ({ ...r, rdata: `${r.rdata.slice(0, 3)}9` })) },
        ["wrong-value www A"],
      ],
      ["with a wrong TTL", { change: (m) => at("www", m, (r) => ({ ...r, ttl: 299 })) }, ["wrong-ttl www A"]],
      [
        "without authority",
        { change: (m) => (asks("www", m) ? { ...m, flags: { ...m.flags, aa: false } } : m) },
        ["missing-aa www A"],
      ],
      [
        "with authority for a delegation",
        { change: (m) => (asks("sub", m) ? { ...m, flags: { ...m.flags, aa: true } } : m) },
        ["unexpected-aa sub NS"],
      ],
      [
        "with a record too many",
        {
          change: (m) =>
            asks("www", m)
              ? { ...m, answer: [...m.answer, { ...m.answer[0]!, rdata: "\xc0\x00\x02\x09" }] }
              : m,
        },
        ["extra-record www A"],
      ],
      [
        "with a record too few",
        { change: (m) => (asks("www", m) ? { ...m, answer: m.answer.slice(1) } : m) },
        ["missing-record www A"],
      ],
      [
        "without glue",
        { change: (m) => (asks("sub", m) ? { ...m, additional: [] } : m) },
        ["missing-record sub NS"],
      ],
      [
        "that denies a name that exists",
        { change: (m) => (asks("x", m) ? { ...m, rcode: 3 } : m) },
        ["wrong-rcode x A"],
      ],
      [
        "with an old version of the zone",
        { change: (m) => ({ ...m, answer: m.answer.map(older), authority: m.authority.map(older) }) },
        [
          "stale-serial @ SOA",
          "stale-serial sub DS",
          "stale-serial x A",
          "stale-serial @ AAAA",
          "stale-serial absent A",
        ],
      ],
      [
        "that refuses the zone",
        {
          change: (m) => ({
            ...m,
            rcode: 5,
            flags: { ...m.flags, aa: false },
            answer: [],
            authority: [],
            additional: [],
          }),
        },
        ["lame @ SOA"],
      ],
      [
        "that has no authority for the zone",
        {
          change: (m) => ({
            ...m,
            flags: { ...m.flags, aa: false },
            answer: [],
            authority: [],
            additional: [],
          }),
        },
        ["lame @ SOA"],
      ],
      ["whose TCP port is closed", { closed: ["tcp"] }, ["no-answer big TXT"], ["no-answer @ SOA"]],
      ["whose UDP port is closed", { closed: ["udp"] }, ["no-answer @ SOA"], []],
      ["that cuts its packets short", { garble: (packet) => packet.subarray(0, -30) }, ["malformed @ SOA"]],
    ])("%s", async (_, fault, overUdp, overTcp = overUdp) => {
      check(await verifyWith(fault), overUdp, overTcp);
    });

    // They only wait, so they wait together.
    test.concurrent.for<[string, Fault, string[], string[]?]>([
      ["that is silent over UDP", { silent: (_, transport) => transport === "udp" }, ["no-answer @ SOA"], []],
      [
        "that is silent over TCP",
        { silent: (_, transport) => transport === "tcp" },
        ["no-answer big TXT"],
        ["no-answer @ SOA"],
      ],
      ["that sends only noise", { garble: (packet) => packet.subarray(0, 7) }, ["malformed @ SOA"]],
      [
        "that answers another question",
        {
          change: (m) =>
            asks("www", m) ? { ...m, question: [{ ...m.question[0]!, name: nameOf("w.example.com.") }] } : m,
        },
        ["no-answer www A"],
      ],
    ])("%s", async ([, fault, overUdp, overTcp = overUdp], context) => {
      check(await verifyWith(fault, SILENCE, context.onTestFinished), overUdp, overTcp);
    });

    function check([udp, tcp]: readonly PathResult[], overUdp: string[], overTcp: string[]): void {
      expect(udp!.misses.map(titleOf)).toEqual(overUdp);
      expect(tcp!.misses.map(titleOf)).toEqual(overTcp);
      // A path or a zone that is lost as a whole is one miss, and nothing has passed.
      for (const { misses, passed, asked } of [udp!, tcp!]) {
        const isLost = misses.length === 1 && titleOf(misses[0]!).endsWith(" @ SOA");
        expect(passed).toBe(isLost ? 0 : asked - misses.length);
      }
    }

    test("says what it expected and what it got in zone file text", async () => {
      const [udp] = await verifyWith({ change: (m) => at("www", m, (r) => ({ ...r, ttl: 299 })) });
      expect(udp!.misses[0]).toMatchObject({
        zone: ZONE.origin,
        expected: "www.example.com. 300 IN A 192.0.2.2\nwww.example.com. 300 IN A 192.0.2.3",
        got: "www.example.com. 299 IN A 192.0.2.2\nwww.example.com. 299 IN A 192.0.2.3",
        attempts: 1,
      });
    });

    test("that limits its rate passes over TCP, and what is too long for UDP does not count for it", async () => {
      const [udp, tcp] = await verifyWith({
        limited: ({ question: [asked] }) => asked!.type === typeOf("A"),
      });
      const limited = udp!.truncated - 1;
      expect(limited).toBeGreaterThan(1);
      expect(udp).toMatchObject({ passed: 12, misses: [], limited });
      expect(tcp).toMatchObject({ passed: 12, misses: [], truncated: 0 });
      expect(tcp).not.toHaveProperty("limited");
    });

    test("that cuts a text elsewhere passes, and it is noted", async () => {
      const text = "x".repeat(250);
      const rdata = [...Array(6).fill(`\xfa${text}`), `\x1e${text.slice(0, 30)}`].join("");
      const [udp, tcp] = await verifyWith({ change: (m) => at("big", m, (r) => ({ ...r, rdata })) });
      expect(udp).toMatchObject({ passed: 12, misses: [], recut: [nameOf("big.example.com.")] });
      expect(tcp).toMatchObject({ passed: 12, misses: [], recut: [nameOf("big.example.com.")] });
    });

    test("that is slow is noted as late and passes", async () => {
      const [udp] = await verifyWith({ delay: 60 }, { slow: 20 });
      expect(udp).toMatchObject({ passed: 12, misses: [] });
      expect(udp!.notes).toHaveLength(12);
      expect(udp!.notes[0]).toMatchObject({
        kind: "late",
        attempts: 1,
        expected: "the right answer at once, within 20 ms",
      });
      expect(udp!.milliseconds.slowest).toBeGreaterThan(50);
    });

    test("that is right only when asked again is noted as late and passes", async () => {
      let asked = 0;
      const change = (m: Message) =>
        asks("www", m) && asked++ < 2 ? { ...m, answer: m.answer.map((r) => ({ ...r, ttl: 1 })) } : m;
      const paths = await verifyWith({ change }, { deadline: 10_000 });
      expect(paths).toMatchObject([
        {
          passed: 12,
          misses: [],
          notes: [{ kind: "late", got: expect.stringMatching(/; first wrong-ttl$/) }],
        },
        { passed: 12, misses: [], notes: [{ kind: "late", attempts: 2 }] },
      ]);
    });

    test("that loses one packet is asked again", async () => {
      let asked = 0;
      const silent = (m: Message, transport: Transport) =>
        transport === "udp" && asks("www", m) && asked++ < 1;
      const [udp] = await verifyWith({ silent }, { timeout: 2_000, deadline: 20_000 });
      expect(udp).toMatchObject({ passed: 12, misses: [] });
      expect(udp!.notes.map(titleOf)).toEqual(["late www A"]);
    });

    async function verifyWith(
      fault: Fault,
      settings: Partial<VerifySettings> = {},
      atEnd = onTestFinished,
    ): Promise<readonly PathResult[]> {
      const { port, stop } = await startFaultyNameserver(ZONE, fault);
      atEnd(stop);
      const nameserver: Nameserver = { name: "ns1.example.com", address: "127.0.0.1", port };
      const { paths } = await verify([{ zone: ZONE }], [nameserver], asker, { ...SETTINGS, ...settings });
      return paths;
    }
  });
});

function asks(label: string, { question }: Message): boolean {
  return question.some(({ name }) => keyOf(name) === keyOf(nameOf(`${label}.example.com.`)));
}

/** Changes the answers to questions about one name. */
function at(label: string, message: Message, change: (record: MessageRecord) => MessageRecord): Message {
  return asks(label, message) ? { ...message, answer: message.answer.map(change) } : message;
}

/** An SOA with the serial before; the serial's last octet is the 17th from the end. */
function older(record: MessageRecord): MessageRecord {
  if (record.type !== typeOf("SOA")) return record;
  return { ...record, rdata: `${record.rdata.slice(0, -17)}\x04${record.rdata.slice(-16)}` };
}

/** Kind, name relative to the zone, and type; a made-up name is `absent`. */
function titleOf({
  kind,
  name,
  type,
}: {
  kind: string;
  name: ReturnType<typeof nameOf>;
  type: number;
}): string {
  const owner = printName(name)
    .replace(/\.?example\.com\.$/, "")
    .replace(/^zonepipe-.*/, "absent");
  return `${kind} ${owner === "" ? "@" : owner} ${typeName(type)}`;
}
