import { expect, test } from "vitest";
import { printName } from "../name.ts";
import { readAddresses } from "./addresses.ts";

test("addresses of targets are read, and that there are none", () => {
  const { at, targets } = readAddresses(`; zonepipe addresses 1 2026-11-30T00:00:00Z
T.example. 300 IN A 192.0.2.1
t.example. 200 IN A 192.0.2.2
; t.example. 60 has no AAAA
u.example. 300 IN AAAA 2001:db8::1
`);
  expect(at).toBe(Date.UTC(2026, 10, 30) / 1000);
  const shown = [...targets].map(([name, { a, aaaa }]) => [
    printName(name),
    a && [a.ttl, ...a.addresses.map((each) => [...each].join("."))],
    aaaa && [aaaa.ttl, aaaa.addresses.length],
  ]);
  expect(shown).toEqual([
    ["t.example.", [200, "192.0.2.1", "192.0.2.2"], [60, 0]],
    ["u.example.", undefined, [300, 1]],
  ]);
});

test.each([
  "",
  "t.example. 300 IN A 192.0.2.1\n",
  "; zonepipe addresses 2 2026-11-30T00:00:00Z\n",
  "\0\0\0\x02",
])("a text of another kind has none: %j", (text) => {
  expect(readAddresses(text)).toEqual({ at: 0, targets: new Map() });
});
