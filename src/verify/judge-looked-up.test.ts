import { describe, expect, test, vi } from "vitest";
import { keyOf, type Name } from "../../dns/name.ts";
import { A, AAAA } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { nameOf, recordOf, typeOf, zoneOf } from "../../test/zone-text.ts";
import { expectAnswer } from "./expect.ts";
import { judge } from "./judge.ts";
import { makeTargets, type Resolve } from "./targets.ts";
import type { Answer } from "./types.ts";
import { modelZones } from "./zone-model.ts";

const MODELS = modelZones([
  zoneOf(
    "example.com.",
    `@    3600 SOA ns1.example.net. hostmaster 7 7200 3600 1209600 60
@    3600 NS ns1.example.net.
@    300  ALIAS shop.example.net.
link 900  CNAME @
own  300  ALIAS web
web  60   A 192.0.2.80
web  60   A 192.0.2.81
`,
  ),
]);

function answerOf(text: string, more: Partial<Extract<Answer, { outcome: "reply" }>> = {}): Answer {
  return {
    ...({ outcome: "reply", rcode: 0, aa: true, authority: [], additional: [] } as const),
    ...({ transport: "udp", milliseconds: 1 } as const),
    answer: text === "" ? [] : text.split("; ").map(recordOf),
    ...more,
  };
}

/** One that answers each lookup with the next of these texts, and the last one for ever. */
function resolving(...answers: readonly string[]): Resolve {
  let lookup = 0;
  return (questions) => {
    const text = answers[Math.min(lookup++, answers.length - 1)]!;
    return Promise.resolve(
      questions.map(({ type }): Answer => {
        if (text === "silent") return { outcome: "no-reply", reason: "nobody", milliseconds: 1 };
        const found = answerOf(text) as Extract<Answer, { outcome: "reply" }>;
        return { ...found, answer: found.answer.filter((record: ZoneRecord) => record.type === type) };
      }),
    );
  };
}

function always<Value>(value: Value): () => Value {
  return () => value;
}

const SHOP = "shop.example.net. 60 IN A 192.0.2.1; shop.example.net. 60 IN A 192.0.2.2";

async function judged(question: string, answer: Answer, ...lookups: readonly string[]) {
  const [name = "", type = ""] = question.split(" ");
  const targets = makeTargets(always(resolving(...lookups)));
  for (const _ of lookups) await targets.look([nameOf("shop.example.net.")]);
  const expectation = expectAnswer(MODELS, { name: nameOf(name), type: typeOf(type) });
  const finding = judge(expectation, answer, targets);
  if (finding?.elsewhere !== undefined) return finding.elsewhere.isNear ? "near" : "far";
  return finding?.kind;
}

describe("addresses at an ALIAS", () => {
  test.each<[string, string, string | undefined]>([
    ["all of them", "example.com. 60 IN A 192.0.2.1; example.com. 60 IN A 192.0.2.2", undefined],
    ["some of them", "example.com. 60 IN A 192.0.2.2", undefined],
    ["its own TTL at most", "example.com. 300 IN A 192.0.2.2", undefined],
    ["more than its TTL", "example.com. 301 IN A 192.0.2.2", "wrong-ttl"],
    ["another one", "example.com. 60 IN A 192.0.2.1; example.com. 60 IN A 203.0.113.9", "near"],
    ["one of the same network", "example.com. 60 IN A 192.0.2.9", "near"],
    ["one of another network", "example.com. 60 IN A 203.0.113.9", "far"],
    ["one of no public network", "example.com. 60 IN A 10.0.0.9", "wrong-value"],
    [
      "the same beside one that was seen",
      "example.com. 60 IN A 192.0.2.1; example.com. 60 IN A 10.0.0.9",
      "wrong-value",
    ],
    ["one of another network with too great a TTL", "example.com. 301 IN A 203.0.113.9", "wrong-ttl"],
    ["none", "", "missing-record"],
    ["those of another owner", "shop.example.net. 60 IN A 192.0.2.1", "extra-record"],
    ["a link", "example.com. 60 IN CNAME shop.example.net.", "extra-record"],
    ["the record itself", "example.com. 300 IN ALIAS shop.example.net.", "extra-record"],
  ])("%s", async (_, answer, kind) => {
    expect(await judged("example.com. A", answerOf(answer), SHOP)).toBe(kind);
  });

  test("without authority", async () => {
    const answer = answerOf("example.com. 60 IN A 192.0.2.1", { aa: false });
    expect(await judged("example.com. A", answer, SHOP)).toBe("missing-aa");
  });

  test("a type that the target has not", async () => {
    expect(await judged("example.com. AAAA", answerOf(""), SHOP)).toBeUndefined();
    expect(await judged("example.com. AAAA", answerOf("example.com. 60 IN AAAA ::1"), SHOP)).toBe(
      "extra-record",
    );
  });

  test("what any of several lookups saw", async () => {
    const later = "shop.example.net. 60 IN A 192.0.2.9";
    expect(
      await judged("example.com. A", answerOf("example.com. 60 IN A 192.0.2.9"), SHOP, later),
    ).toBeUndefined();
    expect(await judged("example.com. A", answerOf(""), SHOP, "")).toBeUndefined();
  });

  test("nobody answers for the target: anything passes but the record itself, SERVFAIL too", async () => {
    expect(
      await judged("example.com. A", answerOf("example.com. 60 IN A 192.0.2.9"), "silent"),
    ).toBeUndefined();
    expect(await judged("example.com. A", answerOf("", { rcode: 2, aa: false }), "silent")).toBeUndefined();
    expect(await judged("example.com. A", answerOf("", { rcode: 2, aa: false }), SHOP)).toBe("wrong-rcode");
  });

  test("behind a CNAME", async () => {
    const link = "link.example.com. 900 IN CNAME example.com.";
    const at = (rest: string) => judged("link.example.com. A", answerOf(`${link}${rest}`), SHOP);
    expect(await at("; example.com. 60 IN A 192.0.2.1")).toBeUndefined();
    expect(await at("; example.com. 60 IN A 192.0.2.9")).toBe("near");
    expect(await at("")).toBe("missing-record");
    expect(await judged("link.example.com. A", answerOf("example.com. 60 IN A 192.0.2.1"), SHOP)).toBe(
      "missing-record",
    );
  });

  test("for ANY they are one choice of several", async () => {
    const any = (name: string, answer: string) => judged(`${name} ANY`, answerOf(answer), SHOP);
    const soa = "example.com. 3600 IN SOA ns1.example.net. hostmaster.example.com. 7 7200 3600 1209600 60";
    expect(await any("example.com.", "example.com. 60 IN A 192.0.2.1")).toBeUndefined();
    expect(await any("example.com.", soa)).toBeUndefined();
    expect(await any("own.example.com.", "own.example.com. 60 IN A 192.0.2.80")).toBeUndefined();
    expect(await any("own.example.com.", "own.example.com. 60 IN ALIAS web.example.com.")).toBe(
      "extra-record",
    );
    expect(await any("web.example.com.", "")).toBe("missing-record");
  });

  test("of a target in our zones: all that it has there", async () => {
    const own = (text: string) => judged("own.example.com. A", answerOf(text));
    expect(
      await own("own.example.com. 60 IN A 192.0.2.80; own.example.com. 60 IN A 192.0.2.81"),
    ).toBeUndefined();
    expect(await own("own.example.com. 60 IN A 192.0.2.80")).toBe("missing-record");
    expect(await own("own.example.com. 60 IN A 192.0.2.1")).toBe("wrong-value");
  });
});

test("a target is looked up three times at most, and one that nobody answers for is told", async () => {
  let lookups = 0;
  const targets = makeTargets(
    always((questions) => {
      lookups += 1;
      return resolving("silent")(questions);
    }),
  );
  for (let time = 0; time < 5; time++) await targets.look([nameOf("Shop.example.net.")]);
  expect(lookups).toBe(3);
  expect(targets.silent()).toEqual([keyOf(nameOf("shop.example.net."))] satisfies Name[]);
  expect([A, AAAA].map((type) => targets.of(nameOf("shop.example.net."), type))).toEqual([
    undefined,
    undefined,
  ]);
});

test("of a target that is looked up again every resolver is asked, and all that they say counts", async () => {
  const addresses = ["192.0.2.1", "198.51.100.1", "203.0.113.1"].map(
    (address) => `shop.example.net. 60 IN A ${address}`,
  );
  const [first, ...others] = [...addresses, "silent"].map((text) => resolving(text));
  const asked = vi.fn(first!);
  const targets = makeTargets(always(Object.assign(asked, { each: [first!, ...others] })));
  const shop = nameOf("shop.example.net.");
  const seen = () => [...(targets.of(shop, A)?.addresses ?? [])].map((octets) => octets.charCodeAt(0));
  await targets.look([shop]);
  expect(seen()).toEqual([192]);
  await targets.look([shop]);
  expect(seen()).toEqual([192, 198, 203]);
  expect(asked).toHaveBeenCalledTimes(1);
});
