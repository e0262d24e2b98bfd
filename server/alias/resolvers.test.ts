import { afterEach, describe, expect, test } from "vitest";
import { encodeMessage, type Message } from "../../dns/message.ts";
import { FORMERR, SERVFAIL } from "../../dns/message-rcode.ts";
import { A } from "../../dns/type-numbers.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import {
  type Answering,
  type ScriptedResolver,
  startScriptedResolver,
} from "../../test/alias/scripted-resolver.ts";
import { messageSaying } from "../../test/aliases.ts";
import { nameOf } from "../../test/zone-text.ts";
import { exchangeTcp, udpExchange } from "./exchange.ts";
import { type AskResolvers, askResolvers } from "./resolvers.ts";

const NAME = nameOf("a.long.name.example.");
const GOOD = "a.long.name.example. 60 A 192.0.2.1";
const BAD = "a.long.name.example. 60 A 203.0.113.66";
const LINE = "a.long.name.example. 60 IN A 192.0.2.1";

const running: ScriptedResolver[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((resolver) => resolver.stop()));
});

function replyTo(query: Message, text: string, more: Partial<Message> = {}): Uint8Array {
  const plain = { id: query.id, flags: { ...query.flags, qr: true, ra: true }, question: query.question };
  return encodeMessage({ ...messageSaying(text, NAME, A), ...plain, ...more });
}

const good: Answering = (query) => replyTo(query, GOOD);

/** Asks resolvers that answer so. */
async function asking(
  ...answers: readonly Answering[]
): Promise<{ readonly ask: AskResolvers; readonly resolvers: readonly ScriptedResolver[] }> {
  const resolvers = await Promise.all(answers.map(startScriptedResolver));
  running.push(...resolvers);
  let state = 1;
  const random = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 16) % below;
  };
  const ask = askResolvers({
    list: () => resolvers.map(({ port }) => ({ host: "127.0.0.1", port })),
    udp: udpExchange(random),
    tcp: exchangeTcp,
    random,
    now: () => 0,
    patience: { udp: 300, tcp: 1_000 },
  });
  return { ask, resolvers };
}

async function outcome(ask: AskResolvers): Promise<readonly string[] | string> {
  const said = await ask(NAME, A);
  if ("failed" in said) return said.failed.replace(/:\d+/g, "");
  return said.message.answer.map((record) => printRecord(record).toLowerCase().replace(" in a ", " IN A "));
}

const HOST = "127.0.0.1";
const overTcp =
  (udp: Answering): Answering =>
  (query, transport) =>
    transport === "udp" ? udp(query, transport) : good(query, transport);

describe("one resolver", () => {
  test.each<readonly [string, Answering, readonly string[] | string]>([
    ["a plain answer", good, [LINE]],
    [
      "truncated: over TCP",
      overTcp((query) => replyTo(query, BAD, { flags: { ...query.flags, qr: true, tc: true, ra: true } })),
      [LINE],
    ],
    ["another id: over TCP", overTcp((query) => replyTo(query, BAD, { id: query.id ^ 1 })), [LINE]],
    [
      "another case of the name: over TCP",
      overTcp((query) => replyTo(query, BAD, { question: [{ ...query.question[0]!, name: NAME }] })),
      [LINE],
    ],
    [
      "another name: over TCP",
      overTcp((query) =>
        replyTo(query, BAD, { question: [{ ...query.question[0]!, name: nameOf("b.example.") }] }),
      ),
      [LINE],
    ],
    [
      "another type: over TCP",
      overTcp((query) => replyTo(query, BAD, { question: [{ ...query.question[0]!, type: 28 }] })),
      [LINE],
    ],
    ["no question: over TCP", overTcp((query) => replyTo(query, BAD, { question: [] })), [LINE]],
    [
      "a query in place of an answer: over TCP",
      overTcp((query) => replyTo(query, BAD, { flags: query.flags })),
      [LINE],
    ],
    ["octets that are no message: over TCP", overTcp(() => Buffer.from("no message")), [LINE]],
    ["one octet: over TCP", overTcp(() => Buffer.from([7])), [LINE]],
    [
      "wrong over TCP, too",
      (query) => replyTo(query, BAD, { id: query.id ^ 1 }),
      `an answer to another question from ${HOST}`,
    ],
    [
      "no recursion",
      (query) => replyTo(query, BAD, { flags: { ...query.flags, qr: true } }),
      `no recursion at ${HOST}`,
    ],
    ["SERVFAIL", (query) => replyTo(query, BAD, { rcode: SERVFAIL }), `SERVFAIL from ${HOST}`],
    [
      "it knows no EDNS",
      (query) => (query.edns === undefined ? replyTo(query, GOOD) : replyTo(query, BAD, { rcode: FORMERR })),
      [LINE],
    ],
    ["silence", () => undefined, `timeout from ${HOST}`],
  ])("%s", async (_name, answering, expected) => {
    const { ask } = await asking(answering);
    expect(await outcome(ask)).toEqual(expected);
  });

  test("each question has another id and another mixture of cases", async () => {
    const { ask, resolvers } = await asking(good);
    for (let each = 0; each < 8; each++) await ask(NAME, A);
    expect(new Set(resolvers[0]!.asked).size).toBeGreaterThan(1);
  });
});

test("none: that is said", async () => {
  const { ask } = await asking();
  expect(await outcome(ask)).toBe("there is no resolver");
});

test("who fails is followed by the next; who was silent is asked after the others for a while", async () => {
  const { ask, resolvers } = await asking(() => undefined, good);
  expect(await outcome(ask)).toEqual([LINE]);
  expect(await outcome(ask)).toEqual([LINE]);
  expect(resolvers.map(({ asked }) => asked.length)).toEqual([1, 2]);
});

test("one at whose port nobody is costs no time", async () => {
  const { ask, resolvers } = await asking(good, good);
  await resolvers[0]!.stop();
  running.shift();
  expect(await outcome(ask)).toEqual([LINE]);
});
