import { expect, test } from "vitest";
import { renumberedOn, requireFit, serialsVariable } from "./serials-variable.ts";

test("what is written is read again, and nothing in a name ends it", () => {
  const serials = new Map([
    ["example.com.", 7],
    [".", 4294967295],
    ["a=b,c\\032d.example.", 1],
  ]);
  const env = serialsVariable(serials);
  // The server reads it with server/settings/serial-settings.ts, whose test has such names.
  expect(env).toEqual({
    ZONEPIPE_SERIALS: ".=4294967295 a\\061b\\044c\\032d.example.=1 example.com.=7",
  });
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
