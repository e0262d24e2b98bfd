import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { historyOf, idOf, type PastTree } from "../../test/past/history-of.ts";
import { nameOf } from "../../test/zone-text.ts";
import { nameHistory } from "./name-history.ts";
import { differenceOf } from "./way-lines.ts";

const CONFIG = "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\n";
const FROM = `${CONFIG}zones: {example.com: {from: parked.yaml}}\n`;
const AUTO = `${CONFIG}zones: {2.0.192.in-addr.arpa: {reverse: auto}}\n`;
const COM = "zones/example.com.yaml";
const ORG = "zones/example.org.yaml";
const com = (text: string): PastTree => ({ "zones/_config.yaml": CONFIG, [COM]: text });
const a = (owner: string, last: number) => `${owner}: {type: A, ttl: 60, value: 192.0.2.${last}}\n`;
const line = (owner: string, last: number) => `${owner}.example.com. 60 IN A 192.0.2.${last}`;

/** Every change in short: its commit, what went and what came. */
async function changesOf(name: string, trees: readonly PastTree[]): Promise<string[]> {
  const { changes } = await nameHistory("zones", historyOf(trees), nameOf(name));
  return changes.map((change) => {
    if (change.kind === "unread") return `${change.commit}: unread [${change.problem.rule}]`;
    const { removed, added } = differenceOf(change.before.records, change.after.records);
    const words = differenceOf(change.before.words, change.after.words).added;
    const after = change.afterUnread === 0 ? [] : [`after ${change.afterUnread} unread`];
    const lines = [
      ...after,
      ...words,
      ...removed.map((each) => `-${each}`),
      ...added.map((each) => `+${each}`),
    ];
    return `${change.commit}: ${lines.join(" | ")}`;
  });
}

describe("a name's history tells", () => {
  test.each<[string, string, readonly PastTree[], readonly string[]]>([
    [
      "what comes, changes, goes and comes again",
      "www.example.com.",
      [com(a("www", 1)), com(a("www", 2)), com(a("www", 1)), com(a("x", 1)), com(a("www", 1))],
      [
        `0: www.example.com. has records | +${line("www", 1)}`,
        `1: -${line("www", 1)} | +${line("www", 2)}`,
        `2: -${line("www", 2)} | +${line("www", 1)}`,
        `3: www.example.com. does not exist | -${line("www", 1)}`,
        `4: www.example.com. has records | +${line("www", 1)}`,
      ],
    ],
    [
      "nothing of what changes elsewhere in the zone, or in another",
      "www.example.com.",
      [
        com(a("www", 1)),
        com(a("www", 1) + a("x", 1)),
        { ...com(a("x", 1) + a("www", 1)), [ORG]: a("www", 9) },
      ],
      [`0: www.example.com. has records | +${line("www", 1)}`],
    ],
    [
      "a PTR that is made of an address in another zone, and the settings that make it",
      "1.2.0.192.in-addr.arpa.",
      [
        { "zones/_config.yaml": AUTO, [COM]: a("x", 9) },
        { "zones/_config.yaml": AUTO, [COM]: a("www", 1) },
        { "zones/_config.yaml": AUTO, [COM]: a("web", 1) },
        { "zones/_config.yaml": CONFIG, [COM]: a("web", 1) },
      ],
      [
        "1: 1.2.0.192.in-addr.arpa. has records | +1.2.0.192.in-addr.arpa. 3600 IN PTR www.example.com.",
        "2: -1.2.0.192.in-addr.arpa. 3600 IN PTR www.example.com. | +1.2.0.192.in-addr.arpa. 3600 IN PTR web.example.com.",
        "3: 1.2.0.192.in-addr.arpa. lies in no zone of this repository | -1.2.0.192.in-addr.arpa. 3600 IN PTR web.example.com.",
      ],
    ],
    [
      "a wildcard, and the name that switches it off",
      "b.a.example.com.",
      [com(a("'*'", 1)), com(a("'*'", 1) + a("c.a", 2))],
      [
        `0: *.example.com. answers for b.a.example.com. | +${line("*", 1)}`,
        `1: b.a.example.com. does not exist | -${line("*", 1)}`,
      ],
    ],
    [
      "a delegation that hides it, with its glue, wherever that stands",
      "www.sub.example.com.",
      [
        com(a("www.sub", 1)),
        com(`${a("www.sub", 1)}sub: {type: NS, ttl: 60, values: [ns.example.com.]}\n${a("ns", 3)}`),
        com(`${a("www.sub", 1)}sub: {type: NS, ttl: 60, values: [ns.example.com.]}\n${a("ns", 4)}`),
      ],
      [
        `0: www.sub.example.com. has records | +${line("www.sub", 1)}`,
        `1: www.sub.example.com. is delegated at sub.example.com. | -${line("www.sub", 1)} | +${line("ns", 3)} | +sub.example.com. 60 IN NS ns.example.com.`,
        `2: -${line("ns", 3)} | +${line("ns", 4)}`,
      ],
    ],
    [
      "where aliases lead, into other zones of ours, too",
      "www.example.com.",
      [
        { ...com("www: {type: CNAME, ttl: 60, value: x.example.org.}\n"), [ORG]: a("y", 1) },
        { ...com("www: {type: CNAME, ttl: 60, value: x.example.org.}\n"), [ORG]: a("x", 1) },
        com("www: {type: CNAME, ttl: 60, value: x.example.org.}\n"),
      ],
      [
        "0: www.example.com. has records | x.example.org. does not exist | +www.example.com. 60 IN CNAME x.example.org.",
        "1: x.example.org. has records | +x.example.org. 60 IN A 192.0.2.1",
        "2: x.example.org. lies in no zone of this repository | -x.example.org. 60 IN A 192.0.2.1",
      ],
    ],
    [
      "a DNAME above it",
      "a.old.example.com.",
      [com(`old: {type: DNAME, ttl: 60, value: new.example.com.}\n${a("a.new", 1)}`)],
      [
        `0: the DNAME at old.example.com. answers for a.old.example.com. | a.new.example.com. has records | +old.example.com. 60 IN DNAME new.example.com. | +${line("a.new", 1)}`,
      ],
    ],
    [
      "settings that change a record, and no other",
      "www.example.com.",
      [
        com("www: {type: A, value: 192.0.2.1}\n"),
        { ...com("www: {type: A, value: 192.0.2.1}\n"), "zones/_config.yaml": `${CONFIG}serial: unixtime\n` },
        { ...com("www: {type: A, value: 192.0.2.1}\n"), "zones/_config.yaml": `${CONFIG}default_ttl: 60\n` },
      ],
      [
        "0: www.example.com. has records | +www.example.com. 3600 IN A 192.0.2.1",
        `2: -www.example.com. 3600 IN A 192.0.2.1 | +${line("www", 1)}`,
      ],
    ],
    [
      "what an included file says",
      "www.example.com.",
      [
        { ...com("www: !include _www.yaml\n"), "zones/_www.yaml": "{type: A, ttl: 60, value: 192.0.2.1}\n" },
        { ...com("www: !include _www.yaml\n"), "zones/_www.yaml": "{type: A, ttl: 60, value: 192.0.2.2}\n" },
      ],
      [`0: www.example.com. has records | +${line("www", 1)}`, `1: -${line("www", 1)} | +${line("www", 2)}`],
    ],
    [
      "what a template says, wherever it stands, and the zone's own file beside it",
      "www.example.com.",
      [
        { "zones/_config.yaml": CONFIG, "zones/_t.yaml": `$zones: [example.com]\n${a("www", 1)}` },
        { "zones/_config.yaml": CONFIG, "zones/_t.yaml": `$zones: [example.com]\n${a("www", 2)}` },
        { "zones/_config.yaml": FROM, "zones/parked.yaml": a("www", 2) },
        { "zones/_config.yaml": FROM, "zones/parked.yaml": a("www", 3) },
        { "zones/_config.yaml": FROM, "zones/parked.yaml": a("x", 3), [COM]: a("www", 3) },
        { "zones/_config.yaml": FROM, "zones/parked.yaml": a("x", 3), [COM]: a("www", 4) },
        { "zones/_config.yaml": CONFIG, "zones/parked.yaml": a("x", 3) },
      ],
      [
        `0: www.example.com. has records | +${line("www", 1)}`,
        `1: -${line("www", 1)} | +${line("www", 2)}`,
        `3: -${line("www", 2)} | +${line("www", 3)}`,
        `5: -${line("www", 3)} | +${line("www", 4)}`,
        `6: www.example.com. lies in no zone of this repository | -${line("www", 4)}`,
      ],
    ],
    [
      "what a variable stands for",
      "www.example.com.",
      [
        {
          "zones/_config.yaml": `${CONFIG}names: {web: 192.0.2.1}\n`,
          [COM]: "www: {type: A, ttl: 60, value: $web}\n",
        },
        {
          "zones/_config.yaml": `${CONFIG}names: {web: 192.0.2.2}\n`,
          [COM]: "www: {type: A, ttl: 60, value: $web}\n",
        },
      ],
      [`0: www.example.com. has records | +${line("www", 1)}`, `1: -${line("www", 1)} | +${line("www", 2)}`],
    ],
    [
      "what is written with anchors",
      "www.example.com.",
      [
        com(`x: &x {type: A, ttl: 60, value: 192.0.2.1}\nwww: *x\n`),
        com(`x: &x {type: A, ttl: 60, value: 192.0.2.2}\nwww: *x\n`),
      ],
      [`0: www.example.com. has records | +${line("www", 1)}`, `1: -${line("www", 1)} | +${line("www", 2)}`],
    ],
    [
      "every commit that cannot be read, and what stood before and after them",
      "www.example.com.",
      [
        com(a("www", 1)),
        com(`${a("www", 1)}x: {type: A, value: [}\n`),
        com(`${a("www", 2)}x: [\n`),
        com(a("www", 2)),
        { [COM]: a("www", 2), "zones/_config.yaml": "nameservers: 7\n" },
        com(a("www", 2)),
      ],
      [
        `0: www.example.com. has records | +${line("www", 1)}`,
        "1: unread [yaml-syntax]",
        "2: unread [yaml-syntax]",
        `3: after 2 unread | -${line("www", 1)} | +${line("www", 2)}`,
        "4: unread [wrong-kind]",
      ],
    ],
    [
      "nothing where a zone moves into a folder, or is spelled otherwise",
      "www.example.com.",
      [
        com(a("www", 1) + a("x", 1)),
        {
          "zones/_config.yaml": CONFIG,
          "zones/example.com./a.yaml": a("www", 1),
          "zones/example.com./b.yaml": a("x", 1),
        },
        { "zones/_config.yaml": CONFIG, "zones/EXAMPLE.com.yaml": a("x", 1) + a("WWW", 1) },
      ],
      [`0: www.example.com. has records | +${line("www", 1)}`],
    ],
    [
      "a zone below that takes it over, and one that is gone",
      "www.sub.example.com.",
      [
        com(a("www.sub", 1)),
        { ...com(a("www.sub", 1)), "zones/sub.example.com.yaml": a("www", 2) },
        com(a("www.sub", 1)),
        { "zones/_config.yaml": CONFIG, [ORG]: a("www", 1) },
      ],
      [
        `0: www.sub.example.com. has records | +${line("www.sub", 1)}`,
        `1: -${line("www.sub", 1)} | +${line("www.sub", 2)}`,
        `2: -${line("www.sub", 2)} | +${line("www.sub", 1)}`,
        `3: www.sub.example.com. lies in no zone of this repository | -${line("www.sub", 1)}`,
      ],
    ],
    [
      "the SOA without its serial, and nameservers of the settings",
      "example.com.",
      [com(a("www", 1)), { ...com(a("www", 2)), "zones/_config.yaml": `${CONFIG}soa: {refresh: 7200}\n` }],
      [
        "0: example.com. has records | +example.com. 3600 IN NS ns1.example.net. | +example.com. 3600 IN NS ns2.example.net. | +example.com. 3600 IN SOA ns1.example.net. hostmaster.example.com. SERIAL 86400 7200 3600000 3600",
        "1: -example.com. 3600 IN SOA ns1.example.net. hostmaster.example.com. SERIAL 86400 7200 3600000 3600 | +example.com. 3600 IN SOA ns1.example.net. hostmaster.example.com. SERIAL 7200 7200 3600000 3600",
      ],
    ],
    ["nothing of a name that never was", "x.example.com.", [com(a("www", 1)), com(a("www", 2))], []],
  ])("%s", async (_, name, trees, expected) => {
    expect(await changesOf(name, trees)).toEqual(expected);
  });
});

test("each version of a file on the way is read once, and none of another zone", async () => {
  const trees = [1, 2, 1, 2, 3, 1].map((last) => ({ ...com(a("www", last)), [ORG]: a("www", last) }));
  const history = historyOf(trees);
  await nameHistory("zones", history, nameOf("www.example.com."));
  const ofZone = [1, 2, 3].map((last) => idOf(a("www", last)));
  expect(history.asked.toSorted()).toEqual([...ofZone, idOf(CONFIG)].toSorted());
});

test("a file read entry by entry says the same as one read as a whole", async () => {
  const owners = ["www", "'*'", "a.www", "x", "x.y", "'\\\"'", "WWW"];
  const entry = fc.oneof(
    fc.tuple(fc.constantFrom(...owners), fc.nat(3)).map(([owner, last]) => a(owner, last)),
    fc.constantFrom(...owners).map((owner) => `${owner}:\n- {type: TXT, ttl: 60, value: t}\n`),
    fc.constantFrom(...ODD),
  );
  const text = fc.array(entry, { maxLength: 5 }).map((entries) => entries.join(""));
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 4 }), async (texts) => {
      // An alias is only understood where the whole file is read.
      const whole = texts.map((each) => com(`${each}zz: &z {type: TXT, ttl: 60, value: t}\nzy: *z\n`));
      const parts = texts.map((each) =>
        com(`${each}zz: {type: TXT, ttl: 60, value: t}\nzy: {type: TXT, ttl: 60, value: t}\n`),
      );
      for (const name of ["www.example.com.", "b.x.example.com.", "example.com."])
        expect(await changesOf(name, parts)).toEqual(await changesOf(name, whole));
    }),
    { numRuns: 100 },
  );
});

/** What makes a file unusual, or no mapping at all. */
const ODD = [
  "# a comment\n",
  "\n",
  "---\n",
  "...\n",
  "  deeper: 1\n",
  "- item\n",
  "b: [\n",
  "c: 'text\n",
  "'\n",
  "}\n",
  "<<: {}\n",
  "d: |\n  text\n",
  "text\n",
  "%TAG\n",
];

test("the same answers have the same number, whenever they were given", async () => {
  const trees = [com(a("www", 1)), com(a("www", 2)), com("www: [\n"), com(a("www", 1))];
  const { states } = await nameHistory("zones", historyOf(trees), nameOf("www.example.com."));
  expect(states.map(({ state }) => state)).toEqual([0, 1, undefined, 0]);
});
