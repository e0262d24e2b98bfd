import { describe, expect, test } from "vitest";
import { BASE, COM, zoneOf } from "../../test/planned.ts";
import type { Shown } from "../serial/shown.ts";
import type { ZoneConfig } from "../source/config.ts";
import { dangersOf } from "./dangers.ts";
import { makePlan, type Published } from "./plan.ts";

const NOW = new Date("2026-11-22T12:00:00Z");
const AFTER = `${BASE}new A 192.0.2.7\n`;
const machine = (serial: number): Shown => ({ by: "machine m1 of dns (iad)", kind: "serial", serial });
const secondary = (serial: number, name = "ns9.example.net."): Shown => ({
  by: `${name} (192.0.2.9)`,
  nameserver: name,
  kind: "serial",
  serial,
});

/** What must be allowed by name of a change, of a zone that counts. */
function dangers(published: Partial<Published>, settings: Partial<ZoneConfig> = {}): string[] {
  const zone = zoneOf(AFTER);
  const before = { ...zone.config, serial: "increment" } as const;
  const { records } = zoneOf(BASE);
  const plan = makePlan(
    [{ ...zone, config: { ...before, ...settings } }],
    () => ({ shown: [], records, config: before, ...published }),
    [],
    NOW,
  );
  return dangersOf(plan, () => undefined).map(({ zone: origin, label, message }) => {
    expect(origin).toBe(COM);
    expect(label).toBe("zonepipe:allow-serial:example.com");
    return message;
  });
}

describe("a serial that jumps says who makes it, and what follows", () => {
  const FOREVER = "a serial is for ever, and none below can be used again";
  const STRANDED = "with a smaller one, whoever answers so would keep the content that it has";
  test.each<[string, Partial<Published>, Partial<ZoneConfig>, string[]]>([
    ["nobody", { shown: [machine(57), secondary(57)] }, {}, []],
    [
      "a secondary",
      { shown: [machine(57), secondary(4000000000 % 2 ** 31)] },
      {},
      [
        `Its serial would go from 57 to 1852516353, for ns9.example.net. (192.0.2.9) answers 1852516352: ${FOREVER}; ${STRANDED}`,
      ],
    ],
    [
      "a machine",
      { shown: [machine(4000)], floor: 57 },
      {},
      [
        `Its serial would go from 57 to 4001, for machine m1 of dns (iad) answers 4000: ${FOREVER}; ${STRANDED}`,
      ],
    ],
    [
      "many nameservers",
      { shown: [machine(57), ...[1, 2, 3, 4, 5].map((at) => secondary(4000 + at, `ns${at}.`))] },
      {},
      [
        `Its serial would go from 57 to 4006, for ns1. (192.0.2.9) answers 4001, ns2. (192.0.2.9) answers 4002, ns3. (192.0.2.9) answers 4003, and 2 more: ${FOREVER}; ${STRANDED}`,
      ],
    ],
    [
      "`serial_above`",
      { shown: [machine(57)] },
      { serialAbove: 4000 },
      [`Its serial would go from 57 to 4001, for serial_above says 4000: ${FOREVER}`],
    ],
    [
      "the style",
      { shown: [machine(57)] },
      { serial: "date" },
      [`Its serial would go from 57 to 2026112200, for the style "date" makes 2026112200 now: ${FOREVER}`],
    ],
    [
      "the style, where nobody knows the serial",
      { shown: [{ by: "ns1", kind: "silent", reason: "no reply" }] },
      { serial: "date" },
      [`Its serial may jump, for the style "date" makes 2026112200 now: ${FOREVER}`],
    ],
    [
      "the style of a zone that is new here, and had a small serial elsewhere: what everybody wants",
      { shown: [secondary(1)], records: [] },
      { serial: "date" },
      [],
    ],
    [
      "a nameserver of a zone that is new here, where the others say less",
      { shown: [secondary(900, "a."), secondary(900, "b."), secondary(4000, "c.")], records: [] },
      {},
      [`Its serial would go from 900 to 4001, for c. (192.0.2.9) answers 4000: ${FOREVER}; ${STRANDED}`],
    ],
  ])("%s", (_, published, settings, expected) => {
    expect(dangers(published, settings)).toEqual(expected);
  });
});
