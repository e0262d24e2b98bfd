import { expect, test } from "vitest";
import { keyOf, printName } from "../../dns/name.ts";
import { readSerialSettings } from "../../server/settings/serial-settings.ts";
import { renumberedOn, requireFit, SERIALS, serialsVariable } from "./serials-variable.ts";

test("what is written is what the server reads, and what is read again", () => {
  const serials = new Map([
    ["example.com.", 7],
    [".", 4294967295],
    ["a=b,c\\032d.example.", 1],
  ]);
  const env = serialsVariable(serials);
  const read = readSerialSettings(env[SERIALS]);
  if (read === undefined || "error" in read) throw new Error(read?.error);
  expect(new Map([...read].map(([zone, serial]) => [printName(keyOf(zone)), serial]))).toEqual(serials);
  expect(renumberedOn(env)).toEqual(new Set(serials.keys()));
  expect([serialsVariable(new Map()), renumberedOn({})]).toEqual([{}, new Set()]);
});

test("what is too long for a machine is refused, with what to do", () => {
  const many = new Map(Array.from({ length: 5_000 }, (_, number) => [`zone-${number}.example.`, 7]));
  expect(() =>
    requireFit("Cannot deploy", serialsVariable(new Map([...many].slice(0, 1_000)))),
  ).not.toThrow();
  expect(() => requireFit("Cannot deploy", serialsVariable(many))).toThrow(
    /^Cannot deploy: ZONEPIPE_SERIALS would have \d+ octets for 5000 zones, and .* may have 65536; nothing was touched\. /,
  );
});
