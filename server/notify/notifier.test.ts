import { expect, test } from "vitest";
import { decodeMessage, encodeMessage, type Message } from "../../dns/message.ts";
import { type Name, printName } from "../../dns/name.ts";
import { SOA } from "../../dns/type-numbers.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import { tablesOf } from "../../test/serve-text.ts";
import { KEY, signMessage, tsigOf } from "../../test/tsig.ts";
import { nameOf, recordOf } from "../../test/zone-text.ts";
import { judgeTsig } from "../tsig/judge-request.ts";
import { answerSigner } from "../tsig/signers.ts";
import { Notifier } from "./notifier.ts";
import type { NotifyWorld } from "./notify-queue.ts";
import { soaOf } from "./zone-soa.ts";

const [ONE, TWO] = [nameOf("one.example."), nameOf("two.example.")];
const START = 1_700_000_000_000;

/** A target on a clock of its own: what it was sent, and when, in seconds from the start. */
class Scene {
  readonly sent: { readonly second: number; readonly octets: Uint8Array }[] = [];
  readonly log: string[] = [];
  readonly serials = new Map<Name, number>();
  sockets = 0;
  #now = 0;
  #id = 0;
  #timers: { readonly at: number; readonly call: () => void }[] = [];
  #hear: (octets: Uint8Array) => void = () => undefined;
  fail: (error: Error) => void = () => undefined;

  readonly world: NotifyWorld = {
    soaOf: (origin) => {
      const serial = this.serials.get(origin);
      if (serial === undefined) return undefined;
      return { ...recordOf(`${printName(origin)} 60 IN SOA ns. host. ${serial} 1 1 1 1`), class: 1 };
    },
    open: (_, hear, fail) => {
      this.sockets += 1;
      this.#hear = hear;
      this.fail = fail;
      return {
        send: (octets) => void this.sent.push({ second: this.#now / 1000, octets }),
        close: () => {
          this.sockets -= 1;
        },
      };
    },
    after: (milliseconds, call) => {
      const timer = { at: this.#now + milliseconds, call };
      this.#timers.push(timer);
      return () => {
        this.#timers = this.#timers.filter((each) => each !== timer);
      };
    },
    now: () => START + this.#now,
    randomId: () => this.#id++,
    say: (text) => void this.log.push(text),
    complain: (text) => void this.log.push(`! ${text}`),
  };

  /** So many seconds pass. */
  pass(seconds: number): void {
    const end = this.#now + seconds * 1000;
    for (;;) {
      const next = this.#timers.sort((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > end) break;
      this.#timers.shift();
      this.#now = next.at;
      next.call();
    }
    this.#now = end;
  }

  get timers(): number {
    return this.#timers.length;
  }

  hear(octets: Uint8Array): void {
    this.#hear(octets);
  }

  /** Answers what was sent as number `index`, with changes. */
  answer(index: number, change: Partial<Message> = {}): void {
    this.hear(answerTo(this.sent[index]!.octets, change));
  }
}

function answerTo(octets: Uint8Array, change: Partial<Message> = {}): Uint8Array {
  const message = messageOf(octets);
  const flags = { ...message.flags, qr: true };
  return encodeMessage({ ...message, answer: [], additional: [], flags, ...change });
}

function messageOf(octets: Uint8Array): Message {
  const message = decodeMessage(octets);
  if ("fault" in message) throw new Error(message.fault);
  return message;
}

function start(zones: { readonly [zone: string]: number }, key?: typeof KEY) {
  const scene = new Scene();
  const notifier = new Notifier([{ address: { host: "192.0.2.53", port: 53 }, key }], scene.world);
  const serve = (served: { readonly [zone: string]: number }) => {
    scene.serials.clear();
    for (const [zone, serial] of Object.entries(served)) scene.serials.set(nameOf(zone), serial);
    notifier.update([...scene.serials].map(([origin, serial]) => ({ origin, serial })));
  };
  serve(zones);
  return { scene, notifier, serve };
}

test("at the start each zone is told of, with its SOA, and whose answer came is told of no more (RFC 1996 §3.6 and §3.7)", () => {
  const { scene, notifier } = start({ "one.example.": 7, "two.example.": 8 });
  expect(scene.sent.map(({ octets }) => messageOf(octets).question[0]!.name)).toEqual([ONE, TWO]);
  const [first] = scene.sent;
  const message = messageOf(first!.octets);
  expect(message).toMatchObject({
    opcode: 4,
    flags: { aa: true, qr: false },
    question: [{ type: SOA, class: 1 }],
  });
  expect(message.answer.map(printRecord)).toEqual(["one.example. 60 IN SOA ns. host. 7 1 1 1 1"]);
  scene.answer(0);
  scene.answer(1);
  expect(scene.log).toEqual(["notify 192.0.2.53:53: 2 zones acknowledged"]);
  expect([scene.timers, scene.sockets]).toEqual([0, 0]);
  expect(notifier.states).toEqual([
    { target: "192.0.2.53:53", sent: 2, acknowledged: 2, refused: 0, unanswered: 0, pending: 0 },
  ]);
});

test("a change tells of the zones with another serial only, also where that is a smaller one; another zone is told of", () => {
  const { scene, serve } = start({ "one.example.": 7, "two.example.": 8 });
  scene.answer(0);
  scene.answer(1);
  serve({ "one.example.": 6, "two.example.": 8, "three.example.": 1 });
  scene.answer(2);
  scene.pass(2);
  expect(scene.sent.slice(2).map(({ octets }) => printRecord(messageOf(octets).answer[0]!))).toEqual([
    "one.example. 60 IN SOA ns. host. 6 1 1 1 1",
    "three.example. 60 IN SOA ns. host. 1 1 1 1 1",
  ]);
  scene.answer(3);
  serve({ "one.example.": 6, "two.example.": 8, "three.example.": 1 });
  expect(scene.sent).toHaveLength(4);
});

test("a zone that was not served is told of two seconds after it is: BIND forgets a NOTIFY close to a SERVFAIL", () => {
  const { scene, notifier, serve } = start({ "one.example.": 7 });
  scene.answer(0);
  serve({ "one.example.": 7, "two.example.": 1 });
  expect(notifier.states[0]).toMatchObject({ sent: 1, pending: 1 });
  scene.pass(3);
  expect(scene.sent.map(({ second }) => second)).toEqual([0, 2]);
  scene.answer(1);
  serve({ "one.example.": 7, "two.example.": 1, "three.example.": 1 });
  notifier.stop();
  expect([scene.timers, scene.sockets]).toEqual([0, 0]);
  expect(notifier.states[0]).toMatchObject({ sent: 2, acknowledged: 2, pending: 0 });
});

test("a zone that changes before it is told of is told of once, at its time; one that comes anew waits anew", () => {
  const { scene, notifier, serve } = start({ "one.example.": 7 });
  scene.answer(0);
  serve({ "one.example.": 7, "two.example.": 1 });
  scene.pass(1);
  serve({ "one.example.": 7, "two.example.": 2 });
  expect(notifier.states[0]).toMatchObject({ sent: 1, pending: 1 });
  scene.pass(1);
  expect(printRecord(messageOf(scene.sent[1]!.octets).answer[0]!)).toBe(
    "two.example. 60 IN SOA ns. host. 2 1 1 1 1",
  );
  scene.answer(1);
  serve({ "one.example.": 7, "two.example.": 2, "three.example.": 1 });
  scene.pass(1);
  serve({ "one.example.": 7, "two.example.": 2 });
  serve({ "one.example.": 7, "two.example.": 2, "three.example.": 1 });
  scene.pass(5);
  expect(scene.sent.map(({ second }) => second)).toEqual([0, 2, 5, 7]);
  scene.answer(2);
  expect([scene.timers, scene.sockets]).toEqual([0, 0]);
  expect(notifier.states[0]).toMatchObject({ sent: 4, acknowledged: 3, pending: 0 });
});

test("without an answer the same message is sent again after 2, 4, 8 and 16 seconds, and there is an end (RFC 1996 §3.6)", () => {
  const { scene, notifier } = start({ "one.example.": 7 });
  scene.pass(1000);
  expect(scene.sent.map(({ second }) => second)).toEqual([0, 2, 6, 14, 30]);
  expect(new Set(scene.sent.map(({ octets }) => Buffer.from(octets).toString("hex"))).size).toBe(1);
  expect(scene.log).toEqual([
    "! notify 192.0.2.53:53: 1 of 1 zone not acknowledged: one.example. (no answer)",
  ]);
  expect(notifier.states[0]).toMatchObject({ sent: 5, unanswered: 1, pending: 0 });
  expect([scene.timers, scene.sockets]).toEqual([0, 0]);
});

test("a port that is closed is asked again, for it may open, and the log says that it was closed", () => {
  const { scene } = start({ "one.example.": 7 });
  scene.fail(new Error("recvmsg ECONNREFUSED"));
  scene.pass(3);
  expect(scene.sent).toHaveLength(2);
  scene.pass(1000);
  expect(scene.log[0]).toContain("one.example. (no answer: recvmsg ECONNREFUSED)");
});

test("who refuses is not asked again", () => {
  const { scene, notifier } = start({ "one.example.": 7 });
  scene.answer(0, { rcode: 9 });
  scene.pass(1000);
  expect(scene.sent).toHaveLength(1);
  expect(scene.log).toEqual(["! notify 192.0.2.53:53: 1 of 1 zone not acknowledged: one.example. (NOTAUTH)"]);
  expect(notifier.states[0]).toMatchObject({ refused: 1 });
});

test.each<[string, Partial<Message>]>([
  ["of another id", { id: 99 }],
  [
    "that is no response",
    { flags: { ...messageOf(start({ "one.example.": 7 }).scene.sent[0]!.octets).flags } },
  ],
  ["of another opcode", { opcode: 0 }],
  ["of another zone", { question: [{ name: TWO, type: SOA, class: 1 }] }],
  ["of another type", { question: [{ name: ONE, type: 1, class: 1 }] }],
])("a message %s is no answer", (_, change) => {
  const { scene } = start({ "one.example.": 7 });
  scene.answer(0, change);
  scene.hear(new Uint8Array(1));
  scene.hear(Uint8Array.of(0, 0, 0x80));
  expect(scene.log).toEqual([]);
  expect(scene.timers).toBe(1);
});

test("a newer serial takes the place of an older one that waits, and of one that has no answer yet", () => {
  const { scene, serve } = start({ "one.example.": 7 });
  scene.pass(3);
  serve({ "one.example.": 8 });
  scene.answer(0); // to the old one
  expect(scene.log).toEqual([]);
  scene.pass(2);
  expect(scene.sent.map(({ octets }) => printRecord(messageOf(octets).answer[0]!).split(" ")[6])).toEqual([
    "7",
    "7",
    "8",
    "8",
  ]);
  scene.answer(3);
  expect(scene.log).toEqual(["notify 192.0.2.53:53: 1 zone acknowledged"]);
  scene.pass(1000);
  expect(scene.sent).toHaveLength(4);
});

test("of ten thousand zones 64 are told of at a time; a target that is silent keeps nobody for long", () => {
  const zones = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`z${index}.example.`, 1]));
  const { scene, notifier } = start(zones);
  expect(scene.sent).toHaveLength(64);
  expect(notifier.states[0]).toMatchObject({ pending: 10_000 });
  for (let index = 0; index < scene.sent.length; index++) scene.answer(index);
  expect(scene.sent).toHaveLength(10_000);
  expect(scene.log).toEqual(["notify 192.0.2.53:53: 10000 zones acknowledged"]);

  const silent = start(zones);
  silent.scene.pass(600);
  expect(silent.notifier.states[0]).toMatchObject({ unanswered: 10_000, pending: 0 });
  expect(silent.scene.log).toEqual([
    "! notify 192.0.2.53:53: 10000 of 10000 zones not acknowledged: z0.example. (no answer), z1.example. (no answer), z2.example. (no answer) and 9997 more",
  ]);
});

test("a zone that is served no more when it is its turn is not told of", () => {
  const zones = Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`z${index}.example.`, 1]));
  const { scene } = start(zones);
  scene.serials.delete(nameOf("z64.example."));
  for (let index = 0; index < 64; index++) scene.answer(index);
  expect(scene.log).toEqual(["notify 192.0.2.53:53: 64 zones acknowledged"]);
});

test("stopped, it leaves no timer and no socket", () => {
  const { scene, notifier } = start({ "one.example.": 7, "two.example.": 8 });
  notifier.stop();
  expect([scene.timers, scene.sockets]).toEqual([0, 0]);
  scene.pass(1000);
  expect(scene.sent).toHaveLength(2);
});

/** The answer of a target that has the key, signed. */
function signedAnswer(request: Uint8Array, change: Partial<Message> = {}, key = KEY): Uint8Array {
  const plain = answerTo(request, change);
  const out = new Uint8Array(plain.length + 200);
  out.set(plain);
  const signer = answerSigner(key, tsigOf(request).record.mac, () => START);
  return out.subarray(0, signer.sign(out, plain.length));
}

test("with a key it is signed, and so must the answer be (RFC 8945 §5.4)", () => {
  const { scene, notifier } = start({ "one.example.": 7 }, KEY);
  const request = scene.sent[0]!.octets;
  expect(judgeTsig(request, request.length, [KEY], () => START)).toMatchObject({ kind: "good" });
  scene.answer(0);
  scene.hear(signedAnswer(request, {}, { ...KEY, secret: Buffer.alloc(32, 1) }));
  scene.hear(signMessage(answerTo(request)).octets); // signed as if it were no answer
  expect(notifier.states[0]).toMatchObject({ acknowledged: 0, pending: 1 });
  scene.hear(signedAnswer(request));
  expect(notifier.states[0]).toMatchObject({ acknowledged: 1, pending: 0 });
});

test("a refusal that is not signed is told only when there was no other answer until the end", () => {
  const { scene, notifier } = start({ "one.example.": 7 }, KEY);
  scene.answer(0, { rcode: 9 });
  scene.pass(1000);
  expect(scene.sent).toHaveLength(5);
  expect(notifier.states[0]).toMatchObject({ refused: 1 });
  expect(scene.log[0]).toContain("one.example. (NOTAUTH, unsigned)");
});

test("the SOA is the one that anybody gets, also where its names are as long as can be", () => {
  const label = `${"a".repeat(63)}.`;
  const long = `${label.repeat(3)}${"b".repeat(49)}`;
  const soa = `@ 60 SOA ${long}.example.net. ${long}.example.org. 4294967295 1 2 3 4`;
  const origin = `${label.repeat(3)}${"c".repeat(49)}.example.com.`;
  const tables = tablesOf({ [origin]: `${soa}\n@ 60 NS ns.example.net.` });
  expect(printRecord(soaOf(tables, nameOf(origin))!)).toBe(soa.replace("@ 60", `${origin} 60 IN`));
  expect(soaOf(tables, nameOf("example.net."))).toBeUndefined();
});
