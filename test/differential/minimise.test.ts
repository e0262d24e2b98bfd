import { expect, test } from "vitest";
import type { ZoneRecord } from "../../dns/zone.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import { nameOf, zoneOf } from "../zone-text.ts";
import { type Case, minimise } from "./minimise.ts";
import type { Question } from "./question.ts";
import type { PlannedZone } from "./universe.ts";

const ZONE = `
example.com. 300 IN SOA ns1.example.com. hostmaster.example.com. 1 2 3 4 5
example.com. 300 IN NS ns1.example.net.
a.example.com. 300 IN A 192.0.2.1
b.example.com. 300 IN A 192.0.2.2
c.example.com. 300 IN CNAME b.example.com.
d.example.com. 300 IN MX 10 a.example.com.
e.example.com. 300 IN TXT "e"
`;

const OTHER = `
example.net. 300 IN SOA ns1.example.net. hostmaster.example.net. 1 2 3 4 5
example.net. 300 IN NS ns1.example.org.
`;

const QUESTION: Question = {
  name: nameOf("C.Example.com."),
  type: 1,
  class: 1,
  opcode: 0,
  rd: true,
  cd: false,
  edns: { version: 0, size: 1232, do: true },
  transport: "tcp",
};

test("a failing case keeps what makes it fail, and what a zone must have", async () => {
  const smallest = await minimise(
    start(),
    async ({ zones }) => hasRecord(zones, "c") && hasRecord(zones, "b"),
  );
  expect(smallest.zones.map(({ records }) => records.map(printRecord))).toEqual([
    [
      "example.com. 300 IN NS ns1.example.net.",
      "example.com. 300 IN SOA ns1.example.com. hostmaster.example.com. 1 2 3 4 5",
      "b.example.com. 300 IN A 192.0.2.2",
      "c.example.com. 300 IN CNAME b.example.com.",
    ],
  ]);
});

test("signatures go where the case fails without them", async () => {
  const smallest = await minimise(start(), async () => true);
  expect(smallest.zones.map(({ finish }) => finish)).toEqual(["nothing"]);
});

test("the question becomes as plain as it can be", async () => {
  const plain = await minimise(start(), async () => true);
  expect(plain.question).toEqual({
    name: nameOf("c.example.com."),
    type: 1,
    class: 1,
    opcode: 0,
    rd: false,
    cd: false,
    transport: "udp",
  });
  const needsTcp = await minimise(start(), async ({ question }) => question.transport === "tcp");
  expect(needsTcp.question.transport).toBe("tcp");
});

function start(): Case {
  const finish = { by: "dnssec-signzone", denial: "nsec" } as const;
  const zones: PlannedZone[] = [
    { ...zoneOf("example.com.", ZONE), finish },
    { ...zoneOf("example.net.", OTHER), finish },
  ];
  return { zones, question: QUESTION };
}

function hasRecord(zones: readonly PlannedZone[], label: string): boolean {
  const owner = nameOf(`${label}.example.com.`);
  return zones.some(({ records }) => records.some((record: ZoneRecord) => record.owner === owner));
}
