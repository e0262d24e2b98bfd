import { describe, expect, test } from "vitest";
import type { Respond } from "../../server/answer/respond.ts";
import { builtServer } from "../built-bundles.ts";
import { busyTime } from "./busy-time.ts";
import { Findings } from "./findings.ts";
import { fuzz } from "./fuzz.ts";
import { minimise } from "./minimise.ts";
import { putPackets } from "./put-packets.ts";
import { putTexts } from "./put-texts.ts";
import { printFinding } from "./report.ts";
import { makeTarget, responderOf } from "./targets.ts";

test("a short run finds nothing", async () => {
  const { packets, udp, tcp, texts, findings } = await fuzz({
    seed: 1,
    seconds: 8,
    main: await builtServer(),
  });
  expect(findings.map(printFinding)).toEqual([]);
  // It did put something to every part, and not to be refused alone.
  expect(packets.packets).toBeGreaterThan(10_000);
  expect(packets.rcodes[0]! + packets.rcodes[3]!).toBeGreaterThan(packets.packets / 4);
  for (const { replies } of [udp, tcp]) expect(replies).toBeGreaterThan(100);
  for (const [, counts] of texts) expect(counts.texts).toBeGreaterThan(5);
}, 120_000);

const ZONES = {
  "example.": "@ SOA ns hostmaster 1 2 3 4 5\n@ NS ns\nns A 192.0.2.1\nwww A 192.0.2.2\n",
  "example.net.": `@ SOA ns hostmaster 1 2 3 4 5\n@ NS ns\nns A 192.0.2.1\n${"x".repeat(60)} TXT ${"y".repeat(250)}
${"x".repeat(60)} TXT ${"z".repeat(250)}\n${"x".repeat(60)} TXT ${"w".repeat(250)}\n`,
};

describe("a defect of the responder is found", () => {
  const kept: unknown[] = [];

  test.each<[defect: string, words: RegExp, breakIt: (respond: Respond) => Respond]>([
    [
      "it answers responses",
      /a response, or less than a header, is answered/,
      (respond) => (packet, length, out, limit, client) => {
        const query = packet.slice(0, length);
        query[2]! &= 0x7f;
        return respond(query, length, out, limit, client);
      },
    ],
    [
      "it is silent about a type",
      /a query gets no answer/,
      (respond) => (packet, length, out, limit, client) =>
        packet[length - 3] === 15 ? 0 : respond(packet, length, out, limit, client),
    ],
    [
      "it throws",
      /throws RangeError: no such name/,
      (respond) => (packet, length, out, limit, client) => {
        if (packet[12] === 1) throw new RangeError("no such name");
        return respond(packet, length, out, limit, client);
      },
    ],
    ["it gives another id", /another id/, changed((reply) => reply[0]!++)],
    ["it forgets RD", /RD is not copied/, changed((reply) => (reply[2]! &= 0xfe))],
    ["it sets RA", /RA, Z, AD or CD is set/, changed((reply) => (reply[3]! |= 0x80))],
    ["it truncates over TCP", /over TCP is truncated/, changed((reply) => (reply[2]! |= 2))],
    ["it writes the question in lower case", /another question/, changed((reply) => (reply[13]! |= 0x20))],
    ["it counts a record too many", /cannot be read/, changed((reply) => reply[7]!++)],
    ["it fails", /rcode 2/, changed((reply) => (reply[3]! |= 2))],
    [
      "it leaves out an octet",
      /cannot be read/,
      (respond) => (packet, length, out, limit, client) =>
        Math.max(0, respond(packet, length, out, limit, client) - 1),
    ],
    [
      "it does not keep to the client's size",
      /allowed are 512/,
      (respond) => (packet, length, out, _limit, client) => {
        const end = respond(packet, length, out, 65535, client);
        return Math.min(end, out.length);
      },
    ],
    [
      "it leaves out OPT",
      /the query has OPT and the reply has none/,
      (respond) => (packet, length, out, limit, client) => {
        const query = packet.slice(0, length);
        query[11] = 0;
        return respond(query, length, out, limit, client);
      },
    ],
    [
      "it writes over the query",
      /written over/,
      (respond) => (packet, length, out, limit, client) => {
        const end = respond(packet, length, out, limit, client);
        packet[length - 1]! ^= 1;
        return end;
      },
    ],
    [
      "it goes round in a loop",
      /takes more than 10 ms/,
      (respond) => (packet, length, out, limit, client) => {
        const end = packet[12] === 1 ? busyTime() + 12 : 0;
        while (busyTime() < end);
        return respond(packet, length, out, limit, client);
      },
    ],
    [
      "it keeps what it was asked",
      /memory grows: /,
      (respond) => (packet, length, out, limit, client) => {
        kept.push(new Float64Array(100).fill(length));
        return respond(packet, length, out, limit, client);
      },
    ],
  ])("%s", async (_, words, breakIt) => {
    const findings = new Findings();
    const target = makeTarget(ZONES, breakIt(responderOf(ZONES)));
    const isDone = (packets: number) =>
      packets >= 40_000 || findings.all().some(({ what }) => words.test(what));
    await putPackets([target], 1, isDone, findings);
    kept.length = 0;
    expect(findings.all().map(({ what }) => what)).toContainEqual(expect.stringMatching(words));
  });

  /** A responder whose replies are changed before they go out. */
  function changed(change: (reply: Uint8Array) => void): (respond: Respond) => Respond {
    return (respond) => (packet, length, out, limit, client) => {
      const end = respond(packet, length, out, limit, client);
      if (end > 0) change(out);
      return end;
    };
  }
});

describe("a defect of a reader is found, with the smallest text that shows it", () => {
  test.each<[string, (text: string) => string | undefined, string]>([
    ["it says that something is wrong", (text) => (text.includes("wrong") ? "wrong" : undefined), '"wrong"'],
    [
      "it throws",
      (text) => {
        if (text.includes("((")) throw new Error("unbalanced");
        return undefined;
      },
      '"(("',
    ],
  ])("%s", async (_, check, smallest) => {
    const findings = new Findings();
    const dictionary = ["wrong", "("];
    const target = { part: "texts", seeds: ["one two\n(three four)\nfive\n"], dictionary, check };
    await putTexts(target, 1, (texts) => texts >= 2000, findings);
    expect(findings.all().map(({ input }) => input)).toEqual([smallest]);
  });
});

test("what is minimised keeps only what is needed, in its order", async () => {
  const items = Array.from({ length: 1000 }, (_, index) => index);
  const isWrong = (left: readonly number[]) => [3, 500, 998].every((needed) => left.includes(needed));
  expect(await minimise(items, isWrong)).toEqual([3, 500, 998]);
});
