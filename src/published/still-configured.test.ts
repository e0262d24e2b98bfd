import { expect, test } from "vitest";
import { nameOf } from "../../test/zone-text.ts";
import type { Shown } from "../serial/shown.ts";
import { DEFAULT_CONFIG } from "../source/config.ts";
import { stillConfigured } from "./still-configured.ts";

const origin = nameOf("example.com.");
const at = { file: "zones/_config.yaml", line: 1, column: 1 };
const says = (nameserver: string): Shown => ({ by: nameserver, nameserver, kind: "serial", serial: 7 });

test.each<[string, string[], string[]]>([
  ["all stay", ["NS1.example.net.", "ns2.example.net."], ["ns1.example.net.", "ns2.example.net."]],
  ["one goes, which may be why", ["ns1.example.net."], ["ns1.example.net."]],
  [
    "all go: the zone goes on above what they have",
    ["ns3.example.net."],
    ["ns1.example.net.", "ns2.example.net."],
  ],
])("%s", (_, names, expected) => {
  const nameservers = names.map((name) => ({ name: nameOf(name), addresses: [], at }));
  const zone = { origin, records: [], file: "z", config: { ...DEFAULT_CONFIG, nameservers } };
  const shownOf = () => [says("ns1.example.net."), says("ns2.example.net.")];
  expect(stillConfigured(shownOf, [zone])(origin).map(({ by }) => by)).toEqual(expected);
});
