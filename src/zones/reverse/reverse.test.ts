import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printName } from "../../../dns/name.ts";
import { printProblem } from "../../../dns/problem.ts";
import { printRecord } from "../../../dns/zone-file/print.ts";
import { fakeFiles } from "../../../test/fakes/files.ts";
import type { SourceRecord } from "../../source/source-zone.ts";
import { load } from "../load.ts";
import { unreadIn } from "../unread.ts";
import { applyRules, readZones } from "../validate.ts";

const NS = "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\n";
const AUTO = `${NS}zones: {2.0.192.in-addr.arpa: {reverse: auto}}\n`;

interface Case {
  readonly config?: string;
  readonly files: { readonly [file: string]: string };
  /** The made records, with their places. */
  readonly made: readonly string[];
  /** The beginnings of what is told, with the rule. */
  readonly told?: readonly string[];
}

const CASES: { readonly [name: string]: Case } = {
  "a zone without a file has the PTRs of all addresses that lie in it, each at the place of its A": {
    files: {
      "example.com.yaml":
        "'': {type: A, value: 192.0.2.1}\nwww: {type: A, values: [192.0.2.80, 192.0.2.81, 198.51.100.1]}\n",
      "example.org.yaml": "mail: {type: A, value: 192.0.2.25}\n",
    },
    made: [
      "1.2.0.192.in-addr.arpa. 3600 IN PTR example.com. <- example.com.yaml:1",
      "80.2.0.192.in-addr.arpa. 3600 IN PTR www.example.com. <- example.com.yaml:2",
      "81.2.0.192.in-addr.arpa. 3600 IN PTR www.example.com. <- example.com.yaml:2",
      "25.2.0.192.in-addr.arpa. 3600 IN PTR mail.example.org. <- example.org.yaml:1",
    ],
  },
  "a record says which name, or none; and so may each value": {
    files: {
      "example.com.yaml":
        "a: {type: A, value: 192.0.2.1, zonepipe: {ptr: false}}\nb: {type: A, value: 192.0.2.2, zonepipe: {ptr: Mail.example.com.}}\nmail: {type: A, value: 192.0.2.3}\nc:\n  type: A\n  values: [192.0.2.4, 192.0.2.5]\n  zonepipe: {values: [{value: 192.0.2.4, ptr: false}]}\n",
    },
    made: [
      "2.2.0.192.in-addr.arpa. 3600 IN PTR mail.example.com. <- example.com.yaml:2",
      "3.2.0.192.in-addr.arpa. 3600 IN PTR mail.example.com. <- example.com.yaml:3",
      "5.2.0.192.in-addr.arpa. 3600 IN PTR c.example.com. <- example.com.yaml:6",
    ],
  },
  "of two names with one address the one counts that says so": {
    files: {
      "example.com.yaml":
        "a: {type: A, value: 192.0.2.1}\nb: {type: A, value: 192.0.2.1, zonepipe: {ptr: true}}\n",
    },
    made: ["1.2.0.192.in-addr.arpa. 3600 IN PTR b.example.com. <- example.com.yaml:2"],
  },
  "two that say so are a conflict": {
    files: {
      "example.com.yaml":
        "a: {type: A, value: 192.0.2.1, zonepipe: {ptr: true}}\nb: {type: A, value: 192.0.2.1, zonepipe: {ptr: a.example.org.}}\n",
    },
    made: [],
    told: [
      "example.com.yaml:1:21: error: 192.0.2.1 shall have the PTR a.example.com. here, and elsewhere a.example.org. (zones/example.com.yaml:2)",
      "example.com.yaml:2:21: error: 192.0.2.1 shall have the PTR a.example.org. here, and elsewhere a.example.com. (zones/example.com.yaml:1)",
    ],
  },
  "three names with one address are told at each": {
    files: {
      "example.com.yaml":
        "a: {type: A, value: 192.0.2.1}\nb: {type: A, value: 192.0.2.1}\nc: {type: A, value: 192.0.2.1}\n",
    },
    made: [],
    told: [
      "example.com.yaml:1:21: error: 192.0.2.1 is the address of a.example.com. and of b.example.com. (zones/example.com.yaml:2) and 1 more, and its PTR can have one of them",
      "example.com.yaml:2:21: error: 192.0.2.1 is the address of b.example.com. and of a.example.com. (zones/example.com.yaml:1) and 1 more, and its PTR can have one of them",
      "example.com.yaml:3:21: error: 192.0.2.1 is the address of c.example.com. and of a.example.com. (zones/example.com.yaml:1) and 1 more, and its PTR can have one of them",
    ],
  },
  "wildcards, names of no hosts and glue have none": {
    files: {
      "example.com.yaml":
        "'*': {type: A, value: 192.0.2.1}\n_x: {type: A, value: 192.0.2.2}\nsub: {type: NS, values: [ns.sub.example.com., ns.example.org.]}\nns.sub: {type: A, value: 192.0.2.3}\n",
    },
    made: [],
    told: [
      "example.com.yaml:2:1: warning: _x.example.com. has an A record, but is no name for a host: it has an underscore",
    ],
  },
  "what the zone's file says wins: a PTR, an alias, a delegation": {
    files: {
      "2.0.192.in-addr.arpa.yaml":
        "'1': {type: PTR, value: a.example.com.}\n'2': {type: CNAME, value: 2.hosts.example.}\n'3': {type: NS, values: [ns1.example.org., ns2.example.org.]}\n",
      "example.com.yaml":
        "a: {type: A, values: [192.0.2.1, 192.0.2.2, 192.0.2.3, 192.0.2.4]}\nb: {type: A, value: 192.0.2.1}\n",
    },
    made: ["4.2.0.192.in-addr.arpa. 3600 IN PTR a.example.com. <- example.com.yaml:1"],
  },
  "the TTL is the reverse zone's default": {
    config: `${NS}default_ttl: 300\nzones: {2.0.192.in-addr.arpa: {reverse: auto, default_ttl: 86400}}\n`,
    files: { "example.com.yaml": "a: {type: A, value: 192.0.2.1, ttl: 60}\n" },
    made: ["1.2.0.192.in-addr.arpa. 86400 IN PTR a.example.com. <- example.com.yaml:1"],
  },
  "a longer zone of ours has the names that lie in it, whoever writes them": {
    config: `${NS}zones: {0.192.in-addr.arpa: {reverse: auto}, 3.0.192.in-addr.arpa: {reverse: auto}}\n`,
    files: {
      "2.0.192.in-addr.arpa.yaml": "'9': {type: PTR, value: a.example.com.}\n",
      "example.com.yaml": "a: {type: A, values: [192.0.2.1, 192.0.3.1, 192.0.4.1, 192.0.2.9]}\n",
    },
    made: [
      "1.4.0.192.in-addr.arpa. 3600 IN PTR a.example.com. <- example.com.yaml:1",
      "1.3.0.192.in-addr.arpa. 3600 IN PTR a.example.com. <- example.com.yaml:1",
    ],
  },
  "a classless zone has the PTRs, and the zone above the delegation and the aliases": {
    config: `${NS}zones: {2.0.192.in-addr.arpa: {reverse: auto}, 128-191.2.0.192.in-addr.arpa: {reverse: auto}}\n`,
    files: { "example.com.yaml": "a: {type: A, value: 192.0.2.127}\nb: {type: A, value: 192.0.2.130}\n" },
    made: [
      "127.2.0.192.in-addr.arpa. 3600 IN PTR a.example.com. <- example.com.yaml:1",
      "128-191.2.0.192.in-addr.arpa. 3600 IN NS ns1.example.net. <- _config.yaml:1",
      "128-191.2.0.192.in-addr.arpa. 3600 IN NS ns2.example.net. <- _config.yaml:1",
      "130.2.0.192.in-addr.arpa. 3600 IN CNAME 130.128-191.2.0.192.in-addr.arpa. <- example.com.yaml:2",
      "130.128-191.2.0.192.in-addr.arpa. 3600 IN PTR b.example.com. <- example.com.yaml:2",
    ],
  },
  "a classless zone that is written has aliases for its PTRs in the zone above": {
    files: {
      "2.0.192.in-addr.arpa.yaml":
        "128-26: {type: NS, values: [ns1.example.net., ns2.example.net.]}\n'131': {type: PTR, value: c.example.com.}\n",
      "128-26.2.0.192.in-addr.arpa.yaml":
        "'130': {type: PTR, value: b.example.com.}\n'131': {type: PTR, value: c.example.com.}\n",
      "example.com.yaml":
        "b: {type: A, values: [192.0.2.130, 192.0.2.132]}\nc: {type: A, value: 192.0.2.131}\n",
    },
    made: [
      "130.2.0.192.in-addr.arpa. 3600 IN CNAME 130.128-26.2.0.192.in-addr.arpa. <- 128-26.2.0.192.in-addr.arpa.yaml:1",
    ],
  },
  "a classless zone alone has its part": {
    config: `${NS}zones: {128/26.2.0.192.in-addr.arpa: {reverse: auto}}\n`,
    files: { "example.com.yaml": "a: {type: A, value: 192.0.2.127}\nb: {type: A, value: 192.0.2.130}\n" },
    made: ["130.128/26.2.0.192.in-addr.arpa. 3600 IN PTR b.example.com. <- example.com.yaml:2"],
  },
  "AAAA goes to ip6.arpa": {
    config: `${NS}zones: {8.b.d.0.1.0.0.2.ip6.arpa: {reverse: auto}}\n`,
    files: { "example.com.yaml": "a: {type: AAAA, values: ['2001:db8::a0', '2001:db9::1']}\n" },
    made: [
      "0.a.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa. 3600 IN PTR a.example.com. <- example.com.yaml:1",
    ],
  },
  "templates, includes, variables and nameservers count as well": {
    config:
      "nameservers: [{name: ns1.example.com., addresses: [192.0.2.53]}, {name: ns2.example.net.}]\nnames: {web: [192.0.2.80]}\nzones: {2.0.192.in-addr.arpa: {reverse: auto}, a.example: {from: parked.yaml}, b.example: {from: parked.yaml}}\n",
    files: {
      "parked.yaml": "www: {type: A, value: $web, zonepipe: {ptr: web.example.com.}}\n",
      "_host.yaml": "type: A\nvalue: 192.0.2.7\n",
      "example.com.yaml": "web: {type: A, value: 192.0.2.80}\nhost: !include _host.yaml\n",
    },
    made: [
      "53.2.0.192.in-addr.arpa. 3600 IN PTR ns1.example.com. <- _config.yaml:1",
      "80.2.0.192.in-addr.arpa. 3600 IN PTR web.example.com. <- parked.yaml:1",
      "7.2.0.192.in-addr.arpa. 3600 IN PTR host.example.com. <- _host.yaml:2",
    ],
  },
};

describe("reverse: auto", () => {
  test.each(Object.entries(CASES))("%s", async (_, { config = AUTO, files, made, told = [] }) => {
    const read = await readFiles({ "_config.yaml": config, ...files });
    const { zones, problems } = applyRules(read);
    expect(zones.flatMap(madeIn)).toEqual(made);
    const lines = problems.filter(({ rule }) => !ELSEWHERE.has(rule)).map(lineOf);
    expect(lines).toEqual(told);
  });

  test.each([
    [
      "zones: {example.com: {reverse: auto}}",
      '_config.yaml:1:9: error: "example.com" has reverse: auto, and its name does not say which addresses it is about',
    ],
    ["zones: {2.0.192.in-addr.arpa: {reverse: yes}}", 'reverse is "yes"; expected one of auto'],
    ["reverse: auto", 'The file has the key "reverse", which means nothing'],
  ])("refuses %s", async (config, told) => {
    const read = await readFiles({ "_config.yaml": `${config}\n`, "example.com.yaml": "{}\n" });
    expect(read.told().map(lineOf).join("\n")).toContain(told);
  });

  test.each([
    [
      "www: {type: A, value: 192.0.2.1, zonepipe: {ptr: [a]}}",
      "zonepipe ptr is a list; expected true, false or a whole name",
    ],
    ["www: {type: A, value: 192.0.2.1, zonepipe: {ptr: www}}", "zonepipe ptr"],
    [
      "www: {type: TXT, value: a, zonepipe: {ptr: www.example.com.}}",
      "ptr stands at TXT, which has no address; expected A or AAAA",
    ],
  ])("refuses %s", async (record, told) => {
    const read = await readFiles({ "example.com.yaml": `${record}\n` });
    expect(read.told().map(lineOf).join("\n")).toContain(told);
  });

  test("an error in the settings is everybody's, and one in a zone is the reverse zone's, too", async () => {
    const broken = await readFiles({ "_config.yaml": `${AUTO}soa: {ttl: no}\n`, "example.com.yaml": "{}\n" });
    expect(unreadIn(broken).isCommon).toBe(true);
    const files = { "example.com.yaml": "www: {type: A, value: 192.0.2.300}\n", "example.org.yaml": "{}\n" };
    const { zones, isCommon } = unreadIn(await readFiles({ "_config.yaml": AUTO, ...files }));
    expect(isCommon).toBe(false);
    expect([...zones].map(({ origin }) => printName(origin))).toEqual([
      "example.com.",
      "2.0.192.in-addr.arpa.",
    ]);
  });

  test("read alone, the zone is what it is among all", async () => {
    const files = { "_config.yaml": AUTO, "example.com.yaml": "www: {type: A, value: 192.0.2.80}\n" };
    const sources = await load("zones", fakeFiles(placed(files)));
    const alone = readZones(sources, (origin) => printName(origin).endsWith(".arpa."));
    expect(alone.zones.map(({ zone }) => zone)).toEqual([readZones(sources).zones[1]!.zone]);
  });
});

test("each address has one PTR or a conflict, and every PTR leads to a name with its address or to one that is said", async () => {
  const record = fc.record({
    name: fc.constantFrom("a", "b", "c", "d"),
    octet: fc.integer({ min: 1, max: 4 }),
    ptr: fc.constantFrom(undefined, "true", "false", "x.example.org."),
  });
  const hosts = fc.uniqueArray(record, { selector: ({ name }) => name, minLength: 1 });
  await fc.assert(
    fc.asyncProperty(hosts, async (records) => {
      const text = records.map(
        ({ name, octet, ptr }) =>
          `${name}: {type: A, value: 192.0.2.${octet}${ptr === undefined ? "" : `, zonepipe: {ptr: ${ptr}}`}}\n`,
      );
      const read = await readFiles({ "_config.yaml": AUTO, "example.com.yaml": text.join("") });
      const made = applyRules(read)
        .zones.flatMap(madeIn)
        .map((line) => line.split(" "));
      for (let octet = 1; octet <= 4; octet++) {
        const here = records.filter((each) => each.octet === octet && each.ptr !== "false");
        const said = here.filter(({ ptr }) => ptr !== undefined);
        const names = new Set(
          (said.length > 0 ? said : here).map(({ name, ptr }) =>
            ptr === undefined || ptr === "true" ? `${name}.example.com.` : ptr,
          ),
        );
        const found = made
          .filter(([owner]) => owner === `${octet}.2.0.192.in-addr.arpa.`)
          .map((line) => line[4]);
        expect(found).toEqual(names.size === 1 ? [...names] : []);
        const conflicts = read.reverse!.filter(({ problem }) =>
          problem.message.startsWith(`192.0.2.${octet} `),
        );
        expect(conflicts.length).toBe(names.size > 1 ? names.size : 0);
      }
    }),
  );
});

/** What is true of these zones and not the matter here. */
const ELSEWHERE = new Set(["name-case", "ptr-target-missing", "delegation-lame", "cname-target-missing"]);

async function readFiles(files: { readonly [file: string]: string }) {
  return readZones(await load("zones", fakeFiles(placed(files))));
}

function placed(files: { readonly [file: string]: string }): { [path: string]: string } {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`zones/${name}`, text]));
}

function madeIn({ records }: { readonly records: readonly SourceRecord[] }) {
  return records
    .filter(({ madeFrom }) => madeFrom !== undefined)
    .map((record) => `${printRecord(record)} <- ${record.at.file.replace("zones/", "")}:${record.at.line}`);
}

function lineOf(problem: Parameters<typeof printProblem>[0]): string {
  return printProblem(problem).split("\n")[0]!.replace("zones/", "").replace(/\.$/, "");
}
