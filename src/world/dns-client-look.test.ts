import { expect, onTestFinished, test } from "vitest";
import type { Message } from "../../dns/message.ts";
import { printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import { type Fault, startFaultyNameserver } from "../../test/fakes/faulty-nameserver.ts";
import { nameOf, typeOf, zoneOf } from "../../test/zone-text.ts";
import type { Answer, LookPatience, Question } from "../verify/types.ts";
import { lookAt } from "./dns-client-look.ts";

const ZONE_NAME = "example.com.";
const COUNT = 80; // more than are under way at a time
const ZONE = zoneOf(
  ZONE_NAME,
  [
    "@ SOA ns1 h 1 2 3 4 60",
    "@ NS ns1",
    ...Array.from({ length: COUNT }, (_, n) => `n${n} A 192.0.2.${n}`),
    ...Array.from({ length: COUNT }, (_, n) => `n${n} TXT "${n}"`),
  ].join("\n"),
);
const QUESTIONS = [question("@", "SOA"), question("n1", "A"), question("@", "NS"), question("n2", "A")];

const SHORT: LookPatience = { timeout: 100, tries: 3 };
const LONG: LookPatience = { timeout: 500, tries: 20 }; // for answers that come, even from a busy machine
const ENDLESS: LookPatience = { timeout: 600_000, tries: 2 }; // for what must not wait at all

test("a nameserver that answers is asked each question once, over UDP alone", async () => {
  const { answers, arrived } = await look({}, LONG);
  expect(answers.map(outcomeOf)).toEqual(["reply", "reply", "reply", "reply"]);
  expect(arrived.sort()).toEqual([
    "udp example.com. NS",
    "udp example.com. SOA",
    "udp n1.example.com. A",
    "udp n2.example.com. A",
  ]);
});

test("a nameserver that never answers is asked its first question alone, a few times, and is silent for all", async () => {
  const { answers, arrived } = await look({ silent: () => true }, SHORT);
  expect(arrived.sort()).toEqual([
    "tcp example.com. SOA",
    "udp example.com. SOA",
    "udp example.com. SOA",
    "udp example.com. SOA",
  ]);
  const reason = "UDP: no answer within 300 ms; TCP: no answer within 100 ms";
  expect(answers).toMatchObject(QUESTIONS.map(() => ({ outcome: "no-reply", reason })));
});

test("a nameserver whose first packet is lost is there, whatever TCP says", async () => {
  const { answers, arrived } = await look({ closed: ["tcp"], silent: first() }, LONG);
  expect(answers.map(outcomeOf)).toEqual(["reply", "reply", "reply", "reply"]);
  expect(arrived).toHaveLength(QUESTIONS.length + 1);
});

test("any packet may be the one that is lost", async () => {
  const seen = new Set<string>();
  const silent = (query: Message) => {
    const isNew = !seen.has(titleOf(query));
    seen.add(titleOf(query));
    return isNew;
  };
  const { answers } = await look({ closed: ["tcp"], silent }, LONG);
  expect(answers.map(outcomeOf)).toEqual(["reply", "reply", "reply", "reply"]);
});

test("an answer that takes longer than the wait until the next packet is one", async () => {
  const { answers } = await look({ closed: ["tcp"], delay: 300 }, { timeout: 200, tries: 40 });
  expect(answers.map(outcomeOf)).toEqual(["reply", "reply", "reply", "reply"]);
});

test("an answer that came in time counts, however long this process was busy with something else", async () => {
  const change = (reply: Message) => {
    process.nextTick(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_500));
    return reply;
  };
  const { answers } = await look({ closed: ["tcp"], change }, { timeout: 1_000, tries: 1 }, [
    question("@", "SOA"),
  ]);
  expect(answers.map(outcomeOf)).toEqual(["reply"]);
});

test.each<[string, Fault]>([
  ["where nobody takes UDP", { closed: ["udp"] }],
  ["where UDP is lost", { silent: (_, transport) => transport === "udp" }],
])("a nameserver that answers over TCP alone is asked over TCP, %s", async (_, fault) => {
  const { answers, arrived } = await look(fault, LONG);
  expect(answers).toMatchObject(QUESTIONS.map(() => ({ outcome: "reply", transport: "tcp" })));
  const overUdp = arrived.filter((one) => one.startsWith("udp"));
  expect(new Set(overUdp).size).toBeLessThanOrEqual(1); // the first question, as often as it was sent
});

test("a nameserver that refuses is there", async () => {
  const change = (reply: Message) => ({ ...reply, rcode: 5, answer: [], authority: [] });
  const { answers, arrived } = await look({ change }, ENDLESS);
  expect(answers).toMatchObject(QUESTIONS.map(() => ({ outcome: "reply", rcode: 5 })));
  expect(arrived).toHaveLength(QUESTIONS.length);
});

test("closed ports are silence at once", async () => {
  const { answers } = await look({ closed: ["udp", "tcp"] }, ENDLESS);
  const reason = "the port is closed (ECONNREFUSED)";
  expect(answers).toMatchObject(QUESTIONS.map(() => ({ outcome: "no-reply", reason })));
});

test("an address that the system does not send to is silence at once", async () => {
  // The broadcast address is none to connect to, on a machine with a network and on one without.
  const nameserver = { name: "nobody", address: "255.255.255.255", port: 53 };
  const answers = await lookAt(nameserver, QUESTIONS, ENDLESS);
  expect(answers.map(outcomeOf)).toEqual(QUESTIONS.map(() => "no-reply"));
});

test("a packet that cannot be read is told as that", async () => {
  const { answers } = await look({ garble: (packet) => packet.subarray(0, 7) }, ENDLESS);
  expect(answers[0]).toMatchObject({
    outcome: "no-reply",
    reason: expect.stringContaining("cannot be read"),
  });
});

test("a type that a nameserver never answers takes no answers of other types away, and is given up", async () => {
  let unanswered = 0;
  const silent = ({ question: asked }: Message) => {
    const isText = asked[0]?.type === typeOf("TXT");
    if (isText) unanswered += 1;
    return isText;
  };
  const numbered = (type: string) => Array.from({ length: COUNT }, (_, n) => question(`n${n}`, type));
  const { answers } = await look({ silent }, { timeout: 1_000, tries: 2 }, [
    ...numbered("A"),
    ...numbered("TXT"),
  ]);
  expect(answers.slice(0, COUNT).every(({ outcome }) => outcome === "reply")).toBe(true);
  expect(answers.slice(COUNT).some(({ outcome }) => outcome === "reply")).toBe(false);
  expect(unanswered).toBeLessThan(COUNT); // not each of them in its turn
});

test("no question takes no packet", async () => {
  const { answers, arrived } = await look({}, ENDLESS, []);
  expect([answers, arrived]).toEqual([[], []]);
});

/** Looks at a nameserver with the fault; gives the answers, and the questions that arrived. */
async function look(
  fault: Fault,
  patience: LookPatience,
  questions = QUESTIONS,
): Promise<{ answers: readonly Answer[]; arrived: string[] }> {
  const arrived: string[] = [];
  const { port, stop } = await startFaultyNameserver(ZONE, {
    ...fault,
    silent: (query, transport) => {
      arrived.push(`${transport} ${titleOf(query)}`);
      return fault.silent?.(query, transport) ?? false;
    },
  });
  onTestFinished(stop);
  const nameserver = { name: "faulty", address: "127.0.0.1", port };
  return { answers: await lookAt(nameserver, questions, patience), arrived };
}

/** True of the first packet alone. */
function first(): () => boolean {
  let count = 0;
  return () => count++ === 0;
}

function titleOf({ question: [asked] }: Message): string {
  return asked === undefined ? "" : `${printName(asked.name)} ${typeName(asked.type)}`;
}

function outcomeOf({ outcome }: Answer): string {
  return outcome;
}

function question(owner: string, type: string): Question {
  return { name: nameOf(owner === "@" ? ZONE_NAME : `${owner}.${ZONE_NAME}`), type: typeOf(type) };
}
