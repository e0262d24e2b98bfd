import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { keyOf, printName } from "../../dns/name.ts";
import { A, SOA } from "../../dns/type-numbers.ts";
import { typeName } from "../../dns/types.ts";
import { plan, up } from "../../src/pipeline.ts";
import { provePlan } from "../../src/proof/prove-plan.ts";
import { elsewhereNotes } from "../../src/report/notes.ts";
import { startRun } from "../../src/run.ts";
import { makeTargets } from "../../src/verify/targets.ts";
import type { Answer, Question } from "../../src/verify/types.ts";
import { verify } from "../../src/verify/verify.ts";
import type { World } from "../../src/world.ts";
import { builtWorld } from "../built-world.ts";
import { keysYaml } from "../dnssec/keys-yaml.ts";
import { requireTool } from "../tools.ts";
import { recordOf } from "../zone-text.ts";

const ZONES = {
  "_config.yaml": `nameservers:
  - {name: ns1.example.net., addresses: [192.0.2.53]}
  - {name: ns2.example.net., addresses: [198.51.100.53]}
`,
  "example.com.yaml": `'': [{type: ALIAS, value: shop.example.net., ttl: 300}, {type: MX, value: {preference: 10, exchange: mail.example.com.}}]
'*': {type: ANAME, value: www.example.com.}
link: {type: CNAME, value: example.com.}
mail: {type: ALIAS, value: mail.example.net.}
www: [{type: A, value: 192.0.2.80}, {type: AAAA, value: '2001:db8::80'}]
`,
  "example.org.yaml": "'': {type: ALIAS, value: example.com.}\n",
};

/** What the world outside has. */
const OUTSIDE = `shop.example.net. 60 IN CNAME lb.example.net.
lb.example.net. 60 IN A 192.0.2.1
lb.example.net. 60 IN A 192.0.2.2
lb.example.net. 60 IN AAAA 2001:db8::1
mail.example.net. 600 IN A 192.0.2.25
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zonepipe-alias-"));
  mkdirSync(join(folder, "zones"));
  write(ZONES);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: { readonly [file: string]: string }): void {
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, "zones", file), text);
}

/** A resolver that knows these records, and one that is silent where there are none. */
function resolverOf(text: string): World["resolver"] {
  const records = text.trim() === "" ? [] : text.trim().split("\n").map(recordOf);
  const answerTo = ({ name, type }: Question): Answer => {
    if (records.length === 0) return { outcome: "no-reply", reason: "nobody answers", milliseconds: 1 };
    const link = records.find((record) => record.type === 5 && keyOf(record.owner) === keyOf(name));
    const end = keyOf((link?.rdata ?? name) as Question["name"]);
    const found = records.filter((record) => record.type === type && keyOf(record.owner) === end);
    return {
      ...({ outcome: "reply", rcode: 0, aa: false, authority: [], additional: [] } as const),
      ...({ transport: "udp", milliseconds: 1 } as const),
      answer: [...(link === undefined ? [] : [link]), ...found],
    };
  };
  return () => (questions) => Promise.resolve(questions.map(answerTo));
}

async function worldWith(outside: string): Promise<World> {
  return { ...(await builtWorld()), resolver: resolverOf(outside) };
}

const options = () => ({
  folder: join(folder, "zones"),
  published: { kind: "output", path: join(folder, "out") } as const,
  serialAbove: new Map(),
});

describe.skipIf(!requireTool("dig", "bind9-dnsutils"))("a folder whose only errors were ALIAS", () => {
  test("goes up, and every answer is right", async () => {
    const report = await up(options(), join(folder, "out"), await worldWith(OUTSIDE));
    expect(report.verification?.paths.flatMap(({ misses }) => misses)).toEqual([]);
    expect(report).toMatchObject({ outcome: "fine", notes: [] });
    expect(report.problems.map(({ rule }) => rule)).toEqual(["dmarc-missing", "mail-no-spf"]);
    expect([...report.targets!.keys()].map(printName)).toEqual([
      "shop.example.net.",
      "mail.example.net.",
      "example.com.", // of example.org, whose way ends at the first
    ]);
    expect(readFileSync(join(folder, "out/example.com.zone"), "utf8")).toContain("TYPE65401 \\# ");
    const lines = readFileSync(join(folder, "out/example.com.addresses"), "utf8").trim().split("\n");
    expect(lines[0]).toMatch(/^; zonepipe addresses 1 20/);
    expect(lines.slice(1)).toEqual([
      "; mail.example.net. 300 has no AAAA",
      "mail.example.net. 600 IN A 192.0.2.25",
      "shop.example.net. 60 IN A 192.0.2.1",
      "shop.example.net. 60 IN A 192.0.2.2",
      "shop.example.net. 60 IN AAAA 2001:db8::1",
    ]);
  });

  test("goes up without a resolver, and says what was not compared", async () => {
    const report = await up(options(), join(folder, "out"), await worldWith(""));
    expect(report.verification?.paths.flatMap(({ misses }) => misses)).toEqual([]);
    expect(report.outcome).toBe("fine");
    expect(report.notes).toEqual([
      "Nobody answered for shop.example.net., the target of an ALIAS: the nameserver looks it up itself, and answers SERVFAIL until it has.",
      "Nobody answered for mail.example.net., the target of an ALIAS: the nameserver looks it up itself, and answers SERVFAIL until it has.",
      "Nobody answered for mail.example.net., the target of an ALIAS, so the addresses there were not compared.",
      "Nobody answered for shop.example.net., the target of an ALIAS, so the addresses there were not compared.",
    ]);
  });

  test.each(["nsec", "nsec3"])(
    "goes up signed, with %s, and every answer is right and signed",
    async (denial) => {
      write({ "_keys.yaml": keysYaml({ base: 2968, more: `    denial: ${denial}\n` }) });
      const report = await up(options(), join(folder, "out"), await worldWith(OUTSIDE));
      expect(report.verification?.paths.flatMap(({ misses }) => misses)).toEqual([]);
      expect(report).toMatchObject({ outcome: "fine" });
    },
  );

  test.each([
    ["not signed", {}],
    ["signed", { "_keys.yaml": keysYaml({ base: 2968 }) }],
  ])("has a proof that needs no network: %s", async (_, keys: { readonly [file: string]: string }) => {
    write(keys);
    const world = await worldWith("");
    expect(await up(options(), join(folder, "out"), world)).toMatchObject({ outcome: "fine" });
    write({
      "example.com.yaml": ZONES["example.com.yaml"]
        .replace("shop.example.net", "store.example.net")
        .replace("192.0.2.80", "192.0.2.81"),
    });
    const { zones } = await startRun("plan", join(folder, "zones"), world);
    const planned = await plan(zones, options(), world);
    const proof = await provePlan(planned, { isFull: true, scratch: join(folder, "scratch") }, world);
    const causes = proof.groups.map(({ kind, change: { owner, type } }) => [
      kind,
      printName(owner),
      typeName(type!),
    ]);
    expect(causes.map((cause) => cause.join(" ")).toSorted()).toEqual([
      "alias example.com. ALIAS",
      "alias www.example.com. A",
      "written example.com. ALIAS",
      "written www.example.com. A",
    ]);
    const example = proof.groups
      .flatMap(({ examples }) => examples)
      .find(({ name, type }) => printName(name) === "example.com." && type === A);
    expect(example).toMatchObject({
      before: "example.com. A: what shop.example.net. has, looked up",
      after: "example.com. A: what store.example.net. has, looked up",
    });
    expect({ unexplained: proof.unexplained, disagreements: proof.model.disagreements }).toEqual({
      unexplained: [],
      disagreements: [],
    });
  });
});

test.each([
  [
    "one of no public network is wrong",
    "\x0a\0\0\x09",
    { kind: "wrong-value", got: "example.com. 60 IN A 10.0.0.9" },
  ],
  ["one that nobody saw here counts as right, and is told", "\xc0\0\x02\x09", undefined],
])("another address than was seen, after the target was looked up again: %s", async (_, rdata, found) => {
  const world = await worldWith(OUTSIDE);
  const { zones } = await startRun("verify", join(folder, "zones"), world);
  let lookups = 0;
  const targets = makeTargets(() => (questions) => {
    lookups += 1;
    return world.resolver()(questions);
  });
  const zone = zones.find(({ origin }) => printName(origin) === "example.com.")!;
  const asker = {
    client: { kind: "built-in", version: "0" } as const,
    noRoute: () => Promise.resolve(undefined),
    ask: (_: unknown, transport: "udp" | "tcp", questions: readonly Question[]) =>
      Promise.resolve(
        questions.map(
          ({ name, type }): Answer => ({
            ...({ outcome: "reply", rcode: 0, aa: true, authority: [], additional: [] } as const),
            ...{ transport, milliseconds: 1 },
            answer:
              type === SOA
                ? zone.records.filter((record) => record.type === SOA)
                : type === A
                  ? [{ owner: name, type, ttl: 60, rdata }]
                  : [],
          }),
        ),
      ),
  };
  const settings = { ...world.patience, isSettled: true, targets, deadline: 1 };
  const nameserver = { name: "ns", address: "127.0.0.1", port: 53 };
  const { paths } = await verify([{ zone }], [nameserver], asker, settings);
  const miss = paths[0]!.misses.find(({ name, type }) => printName(name) === "example.com." && type === A);
  const expected = "A of shop.example.net., looked up, TTL 300 at most: some of 192.0.2.1, 192.0.2.2";
  if (found === undefined) expect(miss).toBeUndefined();
  else expect(miss).toMatchObject({ ...found, expected });
  expect(elsewhereNotes(paths)).toEqual(
    found === undefined
      ? expect.arrayContaining([
          `example.com. A: ns answers example.com. 60 IN A 192.0.2.9, which nobody saw here (${expected}). The networks are the same, as where a target answers by turns or by region.`,
        ])
      : [],
  );
  expect(lookups).toBe(3);
});
