import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printName } from "../../dns/name.ts";
import { typeCode } from "../../dns/types.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import { finishZones } from "../../test/differential/finish-zones.ts";
import { makeQuestions } from "../../test/differential/make-questions.ts";
import { makeUniverse } from "../../test/differential/make-universe.ts";
import { serveZones } from "../../test/serve-zones.ts";
import { requireTool } from "../../test/tools.ts";
import { nameOf, recordOf, typeOf, zoneOf } from "../../test/zone-text.ts";
import { judgeByModel } from "./judge-by-model.ts";
import type { Question, Reply } from "./types.ts";
import { modelZones } from "./zone-model.ts";

/** Our server over these zones: what it answers over TCP, undefined where the answer was cut. */
function serve(zones: readonly Zone[]): (question: Question) => Reply | undefined {
  const ask = serveZones(zones);
  return ({ name, type, dnssec = false }) => {
    const { rcode, flags, answer, authority, additional } = ask(name, type, dnssec);
    const sections = { answer, authority, additional };
    return flags.tc
      ? undefined
      : { outcome: "reply", rcode, aa: flags.aa, ...sections, transport: "tcp", milliseconds: 0 };
  };
}

const signature = (owner: string, type: string) =>
  `${owner} RRSIG ${type} 13 2 300 20300101000000 20200101000000 1 example.com. AAAA\n`;
const SIGNED = `@ SOA ns1 h 1 2 3 4 60
@ NS ns1
@ NSEC alias NS SOA RRSIG NSEC
alias CNAME www
alias NSEC down CNAME RRSIG NSEC
down DNAME up
down NSEC host DNAME RRSIG NSEC
host NS ns.host
host NSEC insecure NS DS RRSIG NSEC
host DS 1 8 2 ${"ab".repeat(32)}
ns.host A 192.0.2.3
insecure NS ns.insecure
insecure NSEC ns1 NS RRSIG NSEC
ns.insecure A 192.0.2.4
*.wild MX 10 www
*.wild NSEC www MX RRSIG NSEC
ns1 A 192.0.2.1
ns1 NSEC *.wild A RRSIG NSEC
www A 192.0.2.2
www A 192.0.2.9
www TXT "www"
www NSEC @ A TXT RRSIG NSEC
${["@ SOA", "@ NS", "@ NSEC", "alias CNAME", "alias NSEC", "down DNAME", "down NSEC", "host DS", "host NSEC"].map((each) => signature(each.split(" ")[0]!, each.split(" ")[1]!)).join("")}
${["insecure NSEC", "*.wild MX", "*.wild NSEC", "ns1 A", "ns1 NSEC", "www A", "www TXT", "www NSEC"].map((each) => signature(each.split(" ")[0]!, each.split(" ")[1]!)).join("")}`;
const ZONE = zoneOf("example.com.", SIGNED);
const MODELS = modelZones([ZONE]);
const ask = serve([ZONE]);

function questionOf(text: string): Question {
  const [owner = "", type = "", bit] = text.split(" ");
  return { name: nameOf(`${owner}.example.com.`), type: typeOf(type), dnssec: bit === "do" };
}

type Section = "answer" | "authority" | "additional";

/** The reply without the records of a section that have this in their text. */
const less = (section: Section, part: string) => (reply: Reply) => {
  const kept = reply[section].filter((record) => !printRecord(record).includes(part));
  expect(kept.length).toBeLessThan(reply[section].length);
  return { ...reply, [section]: kept };
};
const more = (section: Section, line: string) => (reply: Reply) => ({
  ...reply,
  [section]: [...reply[section], recordOf(line)],
});
const later = (section: Section, part: string) => (reply: Reply) => ({
  ...reply,
  [section]: reply[section].map((record) =>
    printRecord(record).includes(part) ? { ...record, ttl: record.ttl + 1 } : record,
  ),
});

describe("what is changed in our server's answers is found", () => {
  test.each<[string, string, (reply: Reply) => Reply, string]>([
    ["one of two addresses", "www A do", less("answer", "192.0.2.9"), "missing-record"],
    ["a signature", "www A do", less("answer", "RRSIG"), "missing-record"],
    ["the signature of a link", "alias A do", less("answer", "RRSIG CNAME"), "missing-record"],
    ["the signature of a DNAME", "x.down A do", less("answer", "RRSIG DNAME"), "missing-record"],
    [
      "a signature that nobody asked for",
      "www A",
      more("answer", `www.example.com. 300 IN ${signature("", "A").trim()}`),
      "extra-record",
    ],
    ["nothing where ANY has something", "www ANY", (reply) => ({ ...reply, answer: [] }), "missing-record"],
    ["half an RRset for ANY", "www ANY do", less("answer", "192.0.2.9"), "missing-record"],
    ["ANY without its signature", "www ANY do", less("answer", "RRSIG"), "missing-record"],
    ["another TTL for ANY", "www ANY", later("answer", "192.0.2.9"), "wrong-ttl"],
    [
      "ANY with what is not there",
      "www ANY",
      more("answer", "www.example.com. 300 IN MX 1 www.example.com."),
      "extra-record",
    ],
    ["one signature of two", "ns1 RRSIG", less("answer", "RRSIG A"), "missing-record"],
    ["the SOA of a denial", "x.www A", less("authority", " SOA "), "missing-record"],
    ["its signature", "x.www A do", less("authority", "RRSIG SOA"), "missing-record"],
    ["its proof", "x.www A do", less("authority", " NSEC "), "missing-record"],
    [
      "a proof that nobody asked for",
      "x.www A",
      more("authority", "www.example.com. 300 IN NSEC example.com. A TXT RRSIG NSEC"),
      "extra-record",
    ],
    [
      "a proof of another zone",
      "x.www A do",
      more("authority", "www.example.com. 300 IN NSEC example.com. A"),
      "extra-record",
    ],
    ["a proof with another TTL", "x.www A do", later("authority", " NSEC example.com. A"), "wrong-ttl"],
    ["the SOA at the end of an alias", "alias MX", less("authority", " SOA "), "missing-record"],
    ["a DS", "x.host A do", less("authority", " DS "), "missing-record"],
    [
      "a DS that nobody asked for",
      "x.host A",
      more("authority", `host.example.com. 300 IN DS 1 8 2 ${"ab".repeat(32)}`),
      "extra-record",
    ],
    ["the proof that there is no DS", "x.insecure A do", less("authority", " NSEC "), "missing-record"],
    ["glue", "x.host A", less("additional", "192.0.2.3"), "missing-record"],
    ["an address beside MX with another TTL", "x.wild MX", later("additional", "192.0.2.9"), "wrong-ttl"],
    ["half of the addresses beside MX", "x.wild MX", less("additional", "192.0.2.9"), "missing-record"],
    [
      "an address that is not the zone's",
      "x.wild MX",
      more("additional", "www.example.com. 300 IN AAAA 2001:db8::1"),
      "extra-record",
    ],
    [
      "an address that no record names",
      "www TXT",
      more("additional", "ns1.example.com. 300 IN A 192.0.2.1"),
      "extra-record",
    ],
    [
      "an address of somebody else",
      "x.wild MX",
      more("additional", "www.example.net. 300 IN A 192.0.2.2"),
      "extra-record",
    ],
    [
      "a SOA beside an answer",
      "www A",
      more("authority", "example.com. 60 IN SOA ns1.example.com. h.example.com. 1 2 3 4 60"),
      "extra-record",
    ],
    [
      "a delegation beside an answer",
      "www A",
      more("authority", "host.example.com. 300 IN NS ns.host.example.com."),
      "extra-record",
    ],
  ])("%s: %s", (_, text, change, kind) => {
    const question = questionOf(text);
    const reply = ask(question)!;
    expect(judgeByModel(MODELS, question, reply)).toEqual({
      judged: { answer: true, authority: true, additional: true },
    });
    expect(judgeByModel(MODELS, question, change(reply)).finding?.kind).toBe(kind);
  });

  test.each<[string, string, (reply: Reply) => Reply]>([
    ["all RRsets for ANY", "www ANY", more("answer", 'www.example.com. 300 IN TXT "www"')],
    ["no address beside MX", "x.wild MX", less("additional", "www")],
    [
      "the nameservers of the zone beside an answer",
      "www A",
      more("authority", "example.com. 300 IN NS ns1.example.com."),
    ],
  ])("what a server may do is not: %s", (_, text, change) => {
    const question = questionOf(text);
    expect(judgeByModel(MODELS, question, change(ask(question)!)).finding).toBeUndefined();
  });

  test.each([
    ["an address that the outer zone has, of a name in the inner one", "host.inner"],
    ["what a wildcard of the outer zone would make of it", "free"],
  ])("%s, is not the outer zone's to give (RFC 1034 §4.3.2 step 2)", (_, target) => {
    const zones = [
      zoneOf(
        "example.com.",
        `@ SOA ns h 1 2 3 4 60\n@ NS ns\n* A 192.0.2.1\nhost.inner A 192.0.2.1\nmx MX 1 ${target}`,
      ),
      ...["inner", "free"].map((origin) =>
        zoneOf(`${origin}.example.com.`, "@ SOA ns h 1 2 3 4 60\n@ NS ns.example.net."),
      ),
    ];
    const models = modelZones(zones);
    const question = questionOf("mx MX");
    const reply = serve(zones)(question)!;
    expect(judgeByModel(models, question, reply).finding).toBeUndefined();
    const given = more("additional", `${target}.example.com. 300 IN A 192.0.2.1`)(reply);
    expect(judgeByModel(models, question, given).finding?.kind).toBe("extra-record");
  });

  test("glue of the outer zone may stand beside what the inner zone says of the name", () => {
    const inner = "@ SOA ns h 1 2 3 4 60\n@ NS ns\n* A 192.0.2.2\nmx MX 1 ns";
    const zones = [
      zoneOf("example.com.", "@ SOA ns h 1 2 3 4 60\n@ NS ns\nb NS ns.b\nns.b A 192.0.2.1\nc NS ns.b"),
      zoneOf("b.example.com.", inner),
    ];
    const answers = ["mx.b MX", "x.c A"].map((text) => {
      const reply = serve(zones)(questionOf(text))!;
      expect(judgeByModel(modelZones(zones), questionOf(text), reply).finding).toBeUndefined();
      return reply.additional.map(printRecord);
    });
    expect(answers).toEqual([
      ["ns.b.example.com. 300 IN A 192.0.2.2"],
      ["ns.b.example.com. 300 IN A 192.0.2.1"],
    ]);
  });

  test("a name that is in no zone is refused", () => {
    const question = { name: nameOf("www.example.net."), type: typeOf("A") };
    const reply = ask(question)!;
    expect(judgeByModel(MODELS, question, reply).finding).toBeUndefined();
    const kinds = [
      { ...reply, rcode: 3 },
      { ...reply, aa: true },
      more("answer", "www.example.net. 300 IN A 192.0.2.1")(reply),
    ];
    expect(kinds.map((changed) => judgeByModel(MODELS, question, changed).finding?.kind)).toEqual([
      "wrong-rcode",
      "unexpected-aa",
      "extra-record",
    ]);
  });

  test("transfers are not judged", () => {
    const question = { name: nameOf("example.com."), type: typeOf("AXFR") };
    expect(judgeByModel(MODELS, question, ask(question)!)).toEqual({
      judged: { answer: false, authority: false, additional: false },
    });
  });
});

describe("every answer of our server is right", () => {
  const tools = [requireTool("dnssec-signzone", "bind9-utils"), requireTool("ldns-signzone", "ldnsutils")];

  test.skipIf(tools.includes(false))("in zones with everything in them, some of them signed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat({ max: 29 }), async (seed, number) => {
        const zones = await finishZones(makeUniverse(seed, number, number % 10 === 9).zones);
        const questions = makeQuestions(seed, number, zones, 400);
        expectRight(
          zones,
          questions.flatMap(({ name, type }) => [true, false].map((dnssec) => ({ name, type, dnssec }))),
        );
      }),
      { numRuns: 8 },
    );
  });

  test("in small zones full of aliases that lead on, back and nowhere", () => {
    fc.assert(
      fc.property(
        fc.array(aRecord, { maxLength: 12 }),
        fc.array(aQuestion, { minLength: 20 }),
        (records, questions) => {
          expectRight(zonesOf(records), questions);
        },
      ),
      { numRuns: 300 },
    );
  });

  test.each([1, 63, 64, 65, 70])("in a chain of %i aliases, which it follows 64 of", (count) => {
    const links = Array.from({ length: count }, (_, at) => `c${at} CNAME c${at + 1}\n`).join("");
    const zone = zoneOf(
      "example.com.",
      `@ SOA ns1 h 1 2 3 4 60\n@ NS ns1.example.net.\n${links}c${count} A 192.0.2.1\n`,
    );
    const question = questionOf("c0 A");
    const reply = serve([zone])(question)!;
    expect(judgeByModel(modelZones([zone]), question, reply).finding).toBeUndefined();
    expect(reply.answer).toHaveLength(count > 64 ? 64 : count + 1);
    const cut = { ...reply, answer: reply.answer.slice(0, -1) };
    expect(judgeByModel(modelZones([zone]), question, cut).finding?.kind).toBe("missing-record");
    expect(judgeByModel(modelZones([zone]), question, cut, {}).finding === undefined).toBe(count > 9);
  });
});

test("an RRset that is too large for any message may be missing behind its alias", () => {
  const texts = Array.from({ length: 249 }, (_, at) => `big TXT "${String(at).padStart(250, "x")}"\n`).join(
    "",
  );
  const zone = zoneOf(
    "example.com.",
    `@ SOA ns1 h 1 2 3 4 60\n@ NS ns1.example.net.\nto CNAME big\n${texts}`,
  );
  const question = questionOf("to TXT");
  const reply = serve([zone])(question)!;
  expect(reply.answer).toHaveLength(1);
  expect(judgeByModel(modelZones([zone]), question, reply)).toEqual({
    judged: { answer: true, authority: false, additional: false },
  });
});

test("what a long chain ends in may be missing, or be there: a denial, too", () => {
  const owner = `${"l".repeat(63)}.`.repeat(2);
  const links = Array.from(
    { length: 27 },
    (_, at) => `c${at}.${owner}example.com. CNAME c${at + 1}.${owner}example.com.\n`,
  );
  const zone = zoneOf(
    "example.com.",
    `@ SOA ns1 h 1 2 3 4 60\n@ NS ns1.example.net.\n${links.join("")}c27.${owner}example.com. A 192.0.2.1`,
  );
  const question = questionOf(`c0.${owner.slice(0, -1)} TXT`);
  const reply = serve([zone])(question)!;
  const models = modelZones([zone]);
  const open = { judged: { answer: true, authority: false, additional: false } };
  expect(reply.authority).toHaveLength(1);
  expect(judgeByModel(models, question, reply)).toEqual(open);
  expect(judgeByModel(models, question, { ...reply, authority: [] })).toEqual(open);
  expect(judgeByModel(models, question, later("authority", "SOA")(reply)).finding?.kind).toBe("wrong-ttl");
});

const LONG = "l".repeat(60);
const aLabel = fc.constantFrom("a", "b", "c", "*", LONG);
const aPrefix = fc.array(aLabel, { minLength: 1, maxLength: 3 }).map((labels) => labels.join("."));
const anOrigin = fc.constantFrom("example.com.", "b.example.com.", "example.net.", "nowhere.");
const aTarget = fc
  .tuple(fc.option(aPrefix, { nil: undefined }), anOrigin)
  .map(([prefix, origin]) => (prefix === undefined ? origin : `${prefix}.${origin}`));
const aData = fc.oneof(
  fc.constant("A 192.0.2.1"),
  aTarget.map((target) => `CNAME ${target}`),
  aTarget.map((target) => `DNAME ${target}`),
  aTarget.map((target) => `NS ${target}`),
  aTarget.map((target) => `MX 10 ${target}`),
);
const aRecord = fc.record({ origin: anOrigin, prefix: aPrefix, data: aData });
const aQuestion: fc.Arbitrary<Question> = fc.record({
  name: fc
    .tuple(fc.array(fc.constantFrom("a", "b", "c", "q", "*", LONG), { maxLength: 4 }), anOrigin)
    .map(([labels, origin]) => [...labels, origin].join("."))
    .filter((text) => text.length < 254)
    .map(nameOf),
  type: fc
    .constantFrom("A", "CNAME", "DNAME", "NS", "MX", "DS", "ANY", "RRSIG", "NSEC", "SOA")
    .map((type) => typeCode(type)!),
  dnssec: fc.boolean(),
});

/** The zones with these records, less those that no zone may have (RFC 1034 §3.6.2, RFC 6672 §2.4). */
function zonesOf(records: readonly { origin: string; prefix: string; data: string }[]): Zone[] {
  return ["example.com.", "b.example.com.", "example.net."].map((origin) => {
    const kept = new Map<string, ZoneRecord[]>();
    for (const { prefix, data, origin: own } of records) {
      const owner = `${prefix}.${origin}`;
      if (own !== origin || owner.length > 250 || owner === "b.example.com.") continue;
      const record = recordOf(`${owner} 300 IN ${data}`);
      const there = kept.get(record.owner) ?? [];
      const isAlone = (type: number) => [typeOf("CNAME"), typeOf("DNAME")].includes(type);
      if (there.some(({ type, rdata }) => isAlone(type) || isAlone(record.type) || rdata === record.rdata))
        continue;
      kept.set(record.owner, [...there, record]);
    }
    const dnames = [...kept].filter(([, [first]]) => first?.type === typeOf("DNAME")).map(([owner]) => owner);
    const visible = [...kept].filter(
      ([owner]) => !dnames.some((dname) => owner !== dname && owner.endsWith(dname)),
    );
    // What lies between two of our zones is delegated.
    const cut = origin === "example.com." ? "b NS ns.example.org.\n" : "";
    const apex = zoneOf(origin, `@ SOA ns h 1 2 3 4 60\n@ NS ns.example.org.\n${cut}`);
    const isLoadable = ([owner, [first]]: [string, ZoneRecord[]]) =>
      !(owner.startsWith("\x01*") && first?.type === typeOf("NS"));
    return {
      origin: apex.origin,
      records: [...apex.records, ...visible.filter(isLoadable).flatMap(([, each]) => each)],
    };
  });
}

function expectRight(zones: readonly Zone[], questions: readonly Question[]): void {
  const models = modelZones(zones);
  const answer = serve(zones);
  for (const question of questions) {
    const reply = answer(question);
    const finding = reply && judgeByModel(models, question, reply).finding;
    expect([printName(question.name), question.type, finding]).toEqual([
      printName(question.name),
      question.type,
      undefined,
    ]);
  }
}
