import { describe, expect, test } from "vitest";
import { printRecord } from "../../../dns/zone-file/print.ts";
import { checkFiles } from "../../../test/check-zones.ts";

async function recordsOf(zone: string, config: string, name = "example.com"): Promise<string[]> {
  const { zones } = await checkFiles({ [`${name}.yaml`]: zone, "_config.yaml": config });
  return zones[0]!.records.map(printRecord);
}

const NS = "'': {type: NS, value: ns1.example.net.}\n";
const TIMERS = "86400 7200 3600000 3600";

describe("the SOA", () => {
  test.each<[string, string, string]>([
    ["by default", "", `example.com. 3600 IN SOA ns1.example.net. hostmaster.example.com. 0 ${TIMERS}`],
    [
      "with other timers",
      "soa: {refresh: 1, retry: 2, expire: 3, minimum: 4, ttl: 5}",
      "example.com. 5 IN SOA ns1.example.net. hostmaster.example.com. 0 1 2 3 4",
    ],
    [
      "with names of its own",
      "soa: {mname: ns0.example.net, rname: dns.example.net.}",
      `example.com. 3600 IN SOA ns0.example.net. dns.example.net. 0 ${TIMERS}`,
    ],
    [
      "with a mailbox that has dots",
      "soa: {rname: first.last@example.net}",
      `example.com. 3600 IN SOA ns1.example.net. first\\.last.example.net. 0 ${TIMERS}`,
    ],
    [
      "of one zone",
      "soa: {retry: 900, refresh: 1800}\nzones: {example.com: {soa: {retry: 600}}}",
      "example.com. 3600 IN SOA ns1.example.net. hostmaster.example.com. 0 1800 600 3600000 3600",
    ],
  ])("%s", async (_, config, expected) => {
    expect((await recordsOf(NS, config || "{}"))[0]).toBe(expected);
  });

  test.each<[string, string, string]>([
    ["nameservers", "{}", "nameservers: [{name: b.example.net.}, {name: a.example.net.}]"],
    ["nameservers in the other order", "{}", "nameservers: [{name: a.example.net.}, {name: b.example.net.}]"],
    ["NS", "'': {type: NS, values: [b.example.net., a.example.net.]}", "{}"],
    ["NS in the other order", "'': {type: NS, values: [a.example.net., b.example.net.]}", "{}"],
    ["NS in another case", "'': {type: NS, values: [B.example.net., a.example.net.]}", "{}"],
  ])("has the first by name as MNAME: %s", async (_, zone, config) => {
    expect((await recordsOf(zone, config))[0]).toBe(
      `example.com. 3600 IN SOA a.example.net. hostmaster.example.com. 0 ${TIMERS}`,
    );
  });

  test("stands at the zone's file, the nameservers where they are configured", async () => {
    const { zones } = await checkFiles({
      "example.com.yaml": "{}",
      "_config.yaml": "\nnameservers: [{name: a.b.}]\n",
    });
    expect(zones[0]!.records.map(({ at }) => at)).toEqual([
      { file: "zones/example.com.yaml", line: 1, column: 1 },
      { file: "zones/_config.yaml", line: 2, column: 22 },
    ]);
  });
});

describe("nameservers", () => {
  const CONFIG = `
nameservers:
  - {name: ns1.example.com., addresses: [192.0.2.53, "2001:db8::53"]}
  - {name: ns2.example.com., addresses: [198.51.100.53]}
nameserver_ttl: 86400
default_ttl: 60
`;

  test("are the NS of a zone without any, with their addresses where their names lie in it", async () => {
    expect((await recordsOf("www: {type: A, value: 192.0.2.80}\n", CONFIG)).slice(1)).toEqual([
      "example.com. 86400 IN NS ns1.example.com.",
      "example.com. 86400 IN NS ns2.example.com.",
      "ns1.example.com. 86400 IN A 192.0.2.53",
      "ns1.example.com. 86400 IN AAAA 2001:db8::53",
      "ns2.example.com. 86400 IN A 198.51.100.53",
      "www.example.com. 60 IN A 192.0.2.80",
    ]);
  });

  test("give no addresses to a zone in which their names do not lie", async () => {
    expect((await recordsOf("{}", CONFIG, "example.org")).slice(1)).toEqual([
      "example.org. 86400 IN NS ns1.example.com.",
      "example.org. 86400 IN NS ns2.example.com.",
    ]);
  });

  test("leave the zone's own NS and addresses alone", async () => {
    const zone = "'': {type: NS, value: ns1.example.com.}\nns1: {type: A, ttl: 5, value: 192.0.2.53}\n";
    expect((await recordsOf(zone, CONFIG)).slice(1)).toEqual([
      "ns1.example.com. 86400 IN AAAA 2001:db8::53",
      "ns2.example.com. 86400 IN A 198.51.100.53",
      "example.com. 60 IN NS ns1.example.com.",
      "ns1.example.com. 5 IN A 192.0.2.53",
    ]);
  });

  test("of one zone replace those of all", async () => {
    const config = `${CONFIG}zones: {example.com: {nameservers: [{name: ns.example.net.}]}}\n`;
    expect((await recordsOf("{}", config)).slice(1)).toEqual(["example.com. 86400 IN NS ns.example.net."]);
  });
});

test("settings reach the zone: serial style, safety, addresses to ask", async () => {
  const { zones } = await checkFiles({
    "example.com.yaml": "{}",
    "_config.yaml":
      "nameservers: [{name: a.b., addresses: ['2001:DB8::1'], app: dns-1}]\nserial: increment\nsafety: {max_delete_percent: 5}\n",
  });
  const { nameservers, serial, safety } = zones[0]!.config;
  expect([nameservers.map(({ addresses, app }) => ({ addresses, app })), serial, safety]).toEqual([
    [{ addresses: ["2001:db8::1"], app: "dns-1" }],
    "increment",
    { maxDeletePercent: 5, minRrsets: 10 },
  ]);
});

test("without _config.yaml everything has its default", async () => {
  const { zones, problems } = await checkFiles({ "example.com.yaml": NS, "_config.yaml": "" });
  expect([zones[0]!.records.map(printRecord), problems]).toEqual([
    [
      `example.com. 3600 IN SOA ns1.example.net. hostmaster.example.com. 0 ${TIMERS}`,
      "example.com. 3600 IN NS ns1.example.net.",
    ],
    [],
  ]);
});
