import { describe, expect, test } from "vitest";
import { keyOf, printName } from "../../dns/name.ts";
import { nameOf, typeOf, zoneOf } from "../../test/zone-text.ts";
import { makeChecks } from "./checks.ts";
import { verifyPath } from "./path.ts";
import type { Answer, Asker, Nameserver, Question, Reply, VerifySettings } from "./types.ts";

const ZONES = ["example.com.", "example.org."].map((origin) => ({
  zone: zoneOf(origin, "@ SOA ns1 h 5 7200 3600 1209600 60\n@ NS ns1\nns1 A 192.0.2.1\nwww A 192.0.2.2\n"),
}));
const CHECKS = makeChecks(ZONES, "seed");
const NAMESERVER: Nameserver = { name: "ns1.example.com", address: "192.0.2.53", port: 53 };
const SOA = typeOf("SOA");
const NS = typeOf("NS");
const SILENCE: Answer = { outcome: "no-reply", reason: "no answer", milliseconds: 10_000 };
const HELD_BACK: Answer = {
  outcome: "not-asked",
  reason: "not asked, because it is silent",
  milliseconds: 0,
};

describe("a path", () => {
  test("that never answers is one miss, and only serials are asked for", async () => {
    const { path, log } = await run(() => SILENCE, { deadline: 5_000 });
    expect(path).toMatchObject({ asked: CHECKS.length, passed: 0 });
    expect(path.misses).toMatchObject([
      {
        kind: "no-answer",
        name: nameOf("example.com."),
        type: SOA,
        expected: "an answer over UDP",
        got: `no answer; ${CHECKS.length} questions have no answer over UDP`,
      },
    ]);
    const types = log.flatMap(({ questions }) => questions.map(({ type }) => type));
    expect(new Set(types)).toEqual(new Set([SOA]));
  });

  test("is asked again with longer timeouts and pauses until the deadline is near", async () => {
    const { path, log, waits, time } = await run(() => SILENCE, { deadline: 10_000 });
    expect(log.map(({ timeout }) => timeout)).toEqual([1_000, 2_000, 4_000, 5_000]);
    expect(waits).toEqual([100, 200, 400]);
    expect(time).toBe(12_700);
    expect(path.misses[0]!.attempts).toBe(4);
  });

  test("that comes to life is asked for everything", async () => {
    let asked = 0;
    const { path } = await run((question) => (asked++ < 4 ? SILENCE : right(question)), { deadline: 60_000 });
    expect(path).toMatchObject({ passed: CHECKS.length, misses: [] });
    expect(path.notes.map(({ type, attempts }) => [type, attempts])).toEqual([
      [SOA, 3],
      [SOA, 3],
    ]);
  });

  test("that dies on the way is one miss beside what had passed", async () => {
    let asked = 0;
    const { path } = await run((question) => (asked++ < 5 ? right(question) : SILENCE), { deadline: 5_000 });
    expect(path.passed).toBe(5);
    expect(path.misses).toMatchObject([
      { kind: "no-answer", got: `no answer; ${CHECKS.length - 5} questions have no answer over UDP` },
    ]);
  });

  test("that does not serve one zone is one miss for it, and is asked for the others", async () => {
    const isLame = ({ name }: Question) => printName(name).endsWith("example.org.");
    const { path, log } = await run((question) => (isLame(question) ? refused() : right(question)));
    expect(path).toMatchObject({
      passed: CHECKS.length / 2,
      misses: [
        {
          kind: "lame",
          zone: nameOf("example.org."),
          expected: "example.org. 300 IN SOA ns1.example.org. h.example.org. 5 7200 3600 1209600 60",
          got: "REFUSED without an answer, not authoritative",
        },
      ],
      serials: [
        { zone: nameOf("example.com."), expected: 5, got: 5 },
        { zone: nameOf("example.org."), expected: 5, got: undefined },
      ],
    });
    expect(log.flatMap(({ questions }) => questions).filter(isLame)).toHaveLength(1);
  });

  test.each([
    [4, "stale-serial"],
    [6, "newer-serial"],
    [2 ** 32 - 1, "stale-serial"], // 5 comes after it (RFC 1982 §3.2)
  ])("with serial %d in place of 5 is reported as %s", async (serial, kind) => {
    const { path } = await run((question) =>
      question.type === SOA ? withSerial(question, serial) : right(question),
    );
    expect(path.misses.map((miss) => miss.kind)).toEqual([kind, kind]);
    expect(path.serials.map(({ got }) => got)).toEqual([serial, serial]);
  });

  test("is asked first for what it was asked least often, so that silence keeps back nothing for ever", async () => {
    const isMute = ({ type }: Question) => type === NS;
    const answer = (question: Question, batch: readonly Question[]) => {
      if (isMute(question)) return SILENCE;
      return batch.slice(0, batch.indexOf(question)).some(isMute) ? HELD_BACK : right(question);
    };
    const { path } = await run(answer, { deadline: 20_000 });
    expect(path).toMatchObject({ passed: CHECKS.length - 2, notes: [] });
    expect(path.misses).toMatchObject([{ type: NS, got: "no answer; 2 questions have no answer over UDP" }]);
  });

  test("without a route from here is not asked, and neither passes nor fails", async () => {
    const { path, log } = await run(right, {}, "there is no route to the network");
    expect(log).toEqual([]);
    expect(path).toMatchObject({
      notAsked: "there is no route to the network",
      asked: CHECKS.length,
      passed: 0,
      misses: [],
    });
  });

  test("whose right answer comes after the deadline has missed it", async () => {
    let asked = 0;
    const isSlow = ({ name }: Question) => keyOf(name) === nameOf("www.example.com.");
    const { path } = await run(
      (question) => {
        if (!isSlow(question)) return right(question);
        return asked++ === 0 ? SILENCE : { ...right(question), milliseconds: 1_500 };
      },
      { deadline: 1_200 },
    );
    expect(path).toMatchObject({
      passed: CHECKS.length - 1,
      misses: [{ kind: "late", attempts: 2 }],
      notes: [],
    });
  });

  test("that is settled is asked again where it was silent, and nowhere else", async () => {
    const isWrong = ({ name }: Question) => keyOf(name) === nameOf("www.example.com.");
    let asked = 0;
    const answer = (question: Question) => {
      if (question.type === NS) return asked++ < 2 ? SILENCE : right(question);
      return isWrong(question) ? { ...right(question), rcode: 3 } : right(question);
    };
    const { path, log } = await run(answer, { isSettled: true, deadline: 60_000 });
    const wrong = CHECKS.filter(({ question }) => isWrong(question));
    expect(path.misses.map(({ kind, attempts }) => [kind, attempts])).toEqual(
      wrong.map(() => ["wrong-rcode", 1]),
    );
    const [, , ...again] = log; // the serials, and the others
    expect(again.flatMap(({ questions }) => questions.map(({ type }) => type))).toEqual([NS, NS]);
  });

  test("that is settled and does not serve a zone is asked for nothing more of it", async () => {
    const answer = (question: Question) =>
      keyOf(question.name).endsWith(nameOf("example.org.")) ? refused() : right(question);
    const { path, waits } = await run(answer, { isSettled: true, deadline: 60_000 });
    expect(path.misses).toMatchObject([{ kind: "lame", zone: nameOf("example.org."), attempts: 1 }]);
    expect(waits).toEqual([]);
  });

  test("tells of every check once, whatever happens on it", async () => {
    for (const answer of [right, () => SILENCE, refused]) {
      expect((await run(answer, { deadline: 5_000 })).done).toBe(CHECKS.length);
    }
  });
});

type AnswerTo = (question: Question, batch: readonly Question[]) => Answer;

/** Runs a path of a made-up nameserver, on a clock that goes on while an answer takes its time and while we wait. */
async function run(answer: AnswerTo, settings: Partial<VerifySettings> = {}, noRoute?: string) {
  const log: { timeout: number; questions: readonly Question[] }[] = [];
  const waits: number[] = [];
  let time = 0;
  let done = 0;
  const asker: Asker = {
    client: { kind: "built-in", version: "test" },
    noRoute: () => Promise.resolve(noRoute),
    ask: (_, __, questions, { timeout, onDone }) => {
      log.push({ timeout, questions });
      const answers = questions.map((question) => answer(question, questions));
      time += Math.max(...answers.map(({ milliseconds }) => Math.min(milliseconds, timeout)));
      onDone?.(answers.length);
      return Promise.resolve(answers);
    },
  };
  const path = await verifyPath(NAMESERVER, "udp", noRoute, {
    checks: CHECKS,
    asker,
    settings: {
      seed: "seed",
      deadline: 0,
      timeout: 1_000,
      pause: 100,
      slow: 2_000,
      clock: {
        now: () => time,
        wait: (milliseconds) => {
          waits.push(milliseconds);
          time += milliseconds;
          return Promise.resolve();
        },
      },
      ...settings,
    },
    start: 0,
    onDone: (count) => {
      done += count;
    },
  });
  return { path, log, waits, done, time };
}

/** The right answer, from the same list of checks. */
function right(question: Question): Reply {
  const found = CHECKS.find(
    ({ question: { name, type } }) => name === question.name && type === question.type,
  )!;
  const { expectation } = found;
  const reply = {
    outcome: "reply",
    rcode: 0,
    aa: true,
    answer: [],
    authority: [],
    additional: [],
    transport: "udp",
    milliseconds: 3,
  } as const;
  switch (expectation.outcome) {
    case "answer":
      return { ...reply, answer: expectation.records };
    case "nodata":
      return { ...reply, authority: [expectation.soa] };
    case "nxdomain":
      return { ...reply, rcode: 3, authority: [expectation.soa] };
    default:
      throw new Error(`These zones have no ${expectation.outcome}`);
  }
}

function refused(): Reply {
  return {
    outcome: "reply",
    rcode: 5,
    aa: false,
    answer: [],
    authority: [],
    additional: [],
    transport: "udp",
    milliseconds: 3,
  };
}

function withSerial(question: Question, serial: number): Reply {
  const reply = right(question);
  const octets = Buffer.alloc(4);
  octets.writeUInt32BE(serial);
  const answer = reply.answer.map((soa) => ({
    ...soa,
    rdata: soa.rdata.slice(0, -20) + octets.toString("latin1") + soa.rdata.slice(-16),
  }));
  return { ...reply, answer };
}
