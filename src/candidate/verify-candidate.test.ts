import { describe, expect, test } from "vitest";
import { ONE_ROUND } from "../../test/verify-settings.ts";
import { nameOf, typeOf, zoneOf } from "../../test/zone-text.ts";
import { expectAnswer } from "../verify/expect.ts";
import type { Asker, Client, Question, Reply, Verification } from "../verify/types.ts";
import { modelZones } from "../verify/zone-model.ts";
import { verifyCandidate } from "./verify-candidate.ts";

const HOSTS = Array.from({ length: 2_010 }, (_, index) => `h${index}`);
const ZONE = zoneOf(
  "example.com.",
  `@ SOA ns1 h 5 2 3 4 60\n@ NS ns1\nns1 A 192.0.2.1\n${HOSTS.map((host) => `${host} A 192.0.2.2`).join("\n")}\n`,
);
const MODELS = modelZones([ZONE]);

function askerOf(kind: Client["kind"], answer: (question: Question) => Reply): Asker {
  return {
    client: { kind, version: "1" },
    noRoute: () => Promise.resolve(undefined),
    ask: (_, __, questions) => Promise.resolve(questions.map(answer)),
  };
}

/** What a nameserver answers that has the zone. */
function right(question: Question): Reply {
  const reply = { outcome: "reply", rcode: 0, aa: true, additional: [] } as const;
  const rest = { transport: "udp", milliseconds: 1 } as const;
  const expectation = expectAnswer(MODELS, question);
  switch (expectation.outcome) {
    case "answer":
      return { ...reply, ...rest, answer: expectation.records, authority: [] };
    case "nodata":
      return { ...reply, ...rest, answer: [], authority: [expectation.soa] };
    case "nxdomain":
      return { ...reply, ...rest, rcode: 3, answer: [], authority: [expectation.soa] };
    default:
      throw new Error(`This zone has no ${expectation.outcome}`);
  }
}

function ask(changed: number, first: Client["kind"], answer = right): Promise<Verification> {
  const changes = HOSTS.slice(0, changed).map((host) => ({
    kind: "changed" as const,
    owner: nameOf(`${host}.example.com.`),
    type: typeOf("A"),
  }));
  return verifyCandidate(
    [{ zone: ZONE, changes }],
    { name: "candidate", address: "127.0.0.1", port: 53 },
    { first: askerOf(first, answer), builtIn: askerOf("built-in", answer) },
    { ...ONE_ROUND, pause: 60_000 }, // past any deadline: nothing is asked again
  );
}

const table = ({ paths }: Verification) =>
  paths.map(({ client, transport, asked, passed }) => [client.kind, transport, asked, passed]);

describe("a candidate", () => {
  test("with 2,000 changes is asked for all of them with dig, over UDP and TCP", async () => {
    const verification = await ask(2_000, "dig");
    // The serial, 10 hosts that stay, two more RRsets, and two questions for what is not there.
    expect(table(verification)).toEqual([
      ["dig", "udp", 2_015, 2_015],
      ["dig", "tcp", 2_015, 2_015],
    ]);
    expect(verification.coverage).toEqual({
      changed: { total: 2_000, asked: [{ client: "dig", count: 2_000 }] },
      unchanged: { total: 14, asked: [{ client: "dig", count: 14 }] },
    });
  });

  test("with more is asked for all by the built-in client, and for 2,000 with dig", async () => {
    const verification = await ask(2_010, "dig");
    expect(table(verification)).toEqual([
      ["dig", "udp", 2_005, 2_005],
      ["dig", "tcp", 2_005, 2_005],
      ["built-in", "udp", 2_011, 2_011],
      ["built-in", "tcp", 2_011, 2_011],
    ]);
    expect(verification.coverage?.changed).toEqual({
      total: 2_010,
      asked: [
        { client: "dig", count: 2_000 },
        { client: "built-in", count: 2_010 },
      ],
    });
  });

  test("where there is no dig is asked once, for everything", async () => {
    const verification = await ask(2_010, "built-in");
    expect(table(verification)).toEqual([
      ["built-in", "udp", 2_015, 2_015],
      ["built-in", "tcp", 2_015, 2_015],
    ]);
    expect(verification.coverage?.changed.asked).toEqual([{ client: "built-in", count: 2_010 }]);
  });

  test("that answers one of many wrong is found out, though dig may not have asked for it", async () => {
    const isWrong = nameOf("h77.example.com.");
    const wrong = (question: Question): Reply => {
      const reply = right(question);
      const record = { ...reply.answer[0]!, rdata: "\xc0\x00\x02\x63" };
      return question.name === isWrong ? { ...reply, answer: [record] } : reply;
    };
    const { paths } = await ask(2_010, "dig", wrong);
    expect(paths.slice(2).map(({ misses }) => misses.map(({ name, kind }) => [name, kind]))).toEqual([
      [[isWrong, "wrong-value"]],
      [[isWrong, "wrong-value"]],
    ]);
  });
});
