import { describe, expect, test } from "vitest";
import { decode, recordTypeNamed } from "../../dns/records/index.ts";
import { SOA, ZONEMD } from "../../dns/type-numbers.ts";
import { zoneOf } from "../../test/zone-text.ts";
import { digestWithSerial, withSerial } from "../render/render-zone.ts";
import { standingText } from "../report/secondary-wording.ts";
import type { Feed } from "../source/config.ts";
import type { Answer, Look, Reply } from "../verify/types.ts";
import type { Notified, NotifyOrder } from "../world.ts";
import { followSecondaries } from "./follow.ts";

const ZONE = zoneOf("example.com.", "@ 60 SOA ns1 h 0 3600 900 604800 60\n@ 60 NS ns1\nns1 60 A 192.0.2.1\n");
const OLD = zoneOf("example.com.", "@ 60 SOA ns1 h 0 7200 1800 604800 60\n@ 60 NS ns1\nns1 60 A 192.0.2.2\n");
const NAMESERVER = { name: "ns3.example.net.", address: "192.0.2.53", port: 53 };
const TRANSFER: Feed = { by: "transfer", notify: [{ address: "192.0.2.53", port: 5353 }] };
const FILES: Feed = { by: "files" };

/** What it shows: a serial with the content of a release or of another one, or another outcome. */
type State = number | "other" | "no digest" | "REFUSED" | "SERVFAIL" | "silent";

/** Waits for one secondary that shows these, each from a number of seconds on. */
async function wait(
  states: readonly (readonly [from: number, state: State])[],
  feed: Feed | "not told" = TRANSFER,
  { deadline = 120, notified = { kind: "taken" } as Notified, expected = 8 } = {},
) {
  let now = 5_000; // a clock does not begin at 0
  const orders: NotifyOrder[] = [];
  let looks = 0;
  const look: Look = (_, questions) => {
    looks += 1;
    const [, state] = states.findLast(([from]) => from * 1_000 <= now - 5_000)!;
    return Promise.resolve(questions.map(({ type }) => answerOf(state, type)));
  };
  const [proof] = await followSecondaries(
    {
      secondaries: [
        { nameserver: NAMESERVER, feed: feed === "not told" ? undefined : feed, serves: () => true },
      ],
      versions: [{ zone: ZONE, serial: expected }],
      deadline: deadline * 1_000,
    },
    {
      look,
      notify: (order) => {
        orders.push(order);
        return Promise.resolve(order.zones.map(() => notified));
      },
      clock: {
        now: () => now,
        wait: (milliseconds) => {
          now += milliseconds;
          return Promise.resolve();
        },
      },
    },
  );
  const [zone] = proof!.zones;
  return { text: standingText(zone!, proof!.fed), seconds: (now - 5_000) / 1_000, orders, looks };
}

function answerOf(state: State, type: number): Answer {
  if (state === "silent") return { outcome: "no-reply", reason: "no reply in 2 s", milliseconds: 1 };
  if (state === "REFUSED" || state === "SERVFAIL") return reply([], state === "REFUSED" ? 5 : 2);
  const serial = typeof state === "number" ? state : 8;
  const zone = serial === 8 && state !== "other" ? ZONE : OLD;
  if (type === SOA) return reply(withSerial(zone, serial).records.slice(0, 1));
  if (state === "no digest") return reply([]);
  const digest = digestWithSerial(zone, serial, 1);
  const rdata = recordTypeNamed("ZONEMD")!.write({ serial, scheme: 1, hash_algorithm: 1, digest });
  expect(decode(ZONEMD, rdata).type).toBe("ZONEMD");
  return reply([{ owner: ZONE.origin, type: ZONEMD, ttl: 60, rdata }]);
}

function reply(answer: Reply["answer"], rcode = 0): Reply {
  return {
    outcome: "reply",
    rcode,
    aa: rcode === 0,
    answer,
    authority: [],
    additional: [],
    transport: "udp",
    milliseconds: 1,
  };
}

describe("a secondary", () => {
  test.each<[string, (readonly [number, State])[], string, number]>([
    ["that follows already", [[0, 8]], "follows (8)", 0],
    ["that shows no digest", [[0, "no digest"]], "follows (8, which shows no digest)", 0],
    [
      "that follows after 12 s is seen at the next look",
      [
        [0, 7],
        [12, 8],
      ],
      "follows (8, after 15 s)",
      15,
    ],
    [
      "that learns of a new zone",
      [
        [0, "REFUSED"],
        [2, "SERVFAIL"],
        [6, 8],
      ],
      "follows (8, after 7 s)",
      7,
    ],
    [
      "that was silent for a while",
      [
        [0, "silent"],
        [1, 8],
      ],
      "follows (8, after 1 s)",
      1,
    ],
    [
      "that stays behind is waited for to the end, and the refresh is that of the SOA that it holds",
      [[0, 7]],
      "behind: still 7, not 8; it asks again at the latest in 7200 s (refresh); it took our NOTIFY, so its transfer fails or is under way: its log and our key tell",
      120,
    ],
    [
      "that follows at the very end",
      [
        [0, 7],
        [120, 8],
      ],
      "follows (8, after 2 min 0 s)",
      120,
    ],
    [
      "that goes on to an older serial than it should",
      [
        [0, 5],
        [10, 7],
      ],
      "behind: still 7, not 8; it asks again at the latest in 7200 s (refresh); it took our NOTIFY, so its transfer fails or is under way: its log and our key tell",
      120,
    ],
    [
      "that is ahead, for which no time helps",
      [[0, 2_147_483_000]],
      "ahead: it answers 2147483000, and takes nothing before that is passed; expected 8",
      0,
    ],
    [
      "that lies 2^31 apart, where neither serial is the greater",
      [[0, 2 ** 31 + 8]],
      "ahead: it answers 2147483656, and takes nothing before that is passed; expected 8",
      0,
    ],
    [
      "that has something else under the serial",
      [[0, "other"]],
      "other content under serial 8: its ZONEMD is not that of what was deployed, or its records are not",
      0,
    ],
    [
      "that has no such zone",
      [[0, "REFUSED"]],
      "it answers, and has no such zone; it took our NOTIFY, so its transfer fails or is under way: its log and our key tell",
      120,
    ],
    ["that never answers", [[0, "silent"]], "silent: no reply in 2 s", 120],
  ])("%s", async (_, states, text, seconds) => {
    const waited = await wait(states);
    expect([waited.text, waited.seconds]).toEqual([text, seconds]);
  });

  test("that is fed by files is looked at once: nobody brings them meanwhile", async () => {
    const { text, seconds, looks, orders } = await wait([[0, 7]], FILES);
    expect(text).toBe("behind: still 7, not 8; it gets the zone when its files are brought there");
    expect([seconds, looks, orders]).toEqual([0, 1, []]);
  });

  test("that is fed by files is left alone while another one is waited for", async () => {
    let now = 0;
    const looked: string[] = [];
    const at = (address: string, feed: Feed) => ({
      nameserver: { ...NAMESERVER, address },
      feed,
      serves: () => true,
    });
    await followSecondaries(
      {
        secondaries: [at("192.0.2.1", FILES), at("192.0.2.2", TRANSFER)],
        versions: [{ zone: ZONE, serial: 8 }],
        deadline: 3_000,
      },
      {
        look: ({ address }, questions) => {
          looked.push(address);
          return Promise.resolve(questions.map(({ type }) => answerOf(7, type)));
        },
        notify: ({ zones }) => Promise.resolve(zones.map(() => ({ kind: "taken" }))),
        clock: {
          now: () => now,
          wait: (milliseconds) => {
            now += milliseconds;
            return Promise.resolve();
          },
        },
      },
    );
    expect(looked).toEqual(["192.0.2.1", "192.0.2.2", "192.0.2.2", "192.0.2.2"]);
  });

  test("of which nobody told how it is fed is waited for, and gets no NOTIFY", async () => {
    const { text, orders } = await wait([[0, 7]], "not told");
    expect(text).toBe("behind: still 7, not 8; it asks again at the latest in 7200 s (refresh)");
    expect(orders).toEqual([]);
  });

  test("is not waited for longer than the zone's refresh and retry", async () => {
    expect((await wait([[0, 7]], TRANSFER, { deadline: 90_000 })).seconds).toBe(3_600 + 900);
  });

  test("is looked at once, and not notified, where there is no time to wait", async () => {
    const { looks, orders } = await wait([[0, 7]], TRANSFER, { deadline: 0 });
    expect([looks, orders]).toEqual([1, []]);
  });

  test("is notified once, of the zones that it is behind with", async () => {
    const { orders } = await wait([[0, 7]]);
    expect(orders).toEqual([
      {
        place: { address: "192.0.2.53", port: 5353 },
        key: undefined,
        zones: [{ zone: ZONE.origin, serial: 8 }],
      },
    ]);
    expect((await wait([[0, 8]])).orders).toEqual([]);
  });

  test.each<[Notified, string]>([
    [
      { kind: "refused", rcode: "NOTAUTH (BADKEY)" },
      "it answers our NOTIFY with NOTAUTH (BADKEY), so it has no such zone or not our key",
    ],
    [{ kind: "no-answer" }, "it gives no answer to NOTIFY"],
    [
      { kind: "not-sent", reason: "ZONEPIPE_TSIG_KEYS is not set here" },
      "whether a NOTIFY reached it is not known: ZONEPIPE_TSIG_KEYS is not set here",
    ],
  ])("that stays behind, and what became of its NOTIFY: %o", async (notified, why) => {
    const { text } = await wait([[0, 7]], TRANSFER, { notified });
    expect(text).toBe(`behind: still 7, not 8; it asks again at the latest in 7200 s (refresh); ${why}`);
  });
});
