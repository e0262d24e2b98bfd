import fc from "fast-check";
import { expect, test } from "vitest";
import { keyOf, type Name } from "../name.ts";
import { type AddressesOfTarget, type AddressSet, printAddresses, readAddresses } from "./addresses.ts";

const AT = new Date("2026-11-30T08:00:00.123Z");
const WEB = "\x03web\x07example\x03net\0" as Name;
const MAIL = "\x04mail\x07example\x03net\0" as Name;

test("addresses stand there as records, and that there are none as a comment", () => {
  const text = printAddresses(
    new Map<Name, AddressesOfTarget>([
      [
        WEB,
        {
          a: { ttl: 300, addresses: [Uint8Array.of(192, 0, 2, 2), Uint8Array.of(192, 0, 2, 1)] },
          aaaa: { ttl: 60, addresses: [] },
        },
      ],
      [MAIL, { aaaa: { ttl: 90, addresses: [Uint8Array.from({ length: 16 }, (_, at) => at)] } }],
    ]),
    AT,
  );
  expect(text).toBe(`; zonepipe addresses 1 2026-11-30T08:00:00Z
; web.example.net. 60 has no AAAA
mail.example.net. 90 IN AAAA 1:203:405:607:809:a0b:c0d:e0f
web.example.net. 300 IN A 192.0.2.1
web.example.net. 300 IN A 192.0.2.2
`);
});

test("what was printed is read again, whatever names and addresses it has", () => {
  fc.assert(
    fc.property(targets, (written) => {
      const read = readAddresses(printAddresses(written, AT));
      expect(read.at).toBe(Date.parse("2026-11-30T08:00:00Z") / 1000);
      expect(sorted(read.targets)).toEqual(sorted(written));
    }),
  );
});

test.each(["", "www.example.net. 300 IN A 192.0.2.1\n", "; zonepipe addresses 2 now\n"])(
  "%j is no such text",
  (text) => {
    expect(readAddresses(text)).toEqual({ at: 0, targets: new Map() });
  },
);

function addressSet(size: number): fc.Arbitrary<AddressSet> {
  return fc.record({
    ttl: fc.nat(0x7fffffff),
    addresses: fc.uniqueArray(fc.uint8Array({ minLength: size, maxLength: size }), {
      maxLength: 4,
      selector: (octets) => octets.join(),
    }),
  });
}

const label = fc
  .uint8Array({ minLength: 1, maxLength: 20 })
  .map((octets) => String.fromCharCode(octets.length, ...octets));
const targets: fc.Arbitrary<ReadonlyMap<Name, AddressesOfTarget>> = fc
  .array(
    fc.tuple(
      fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => keyOf(`${labels.join("")}\0` as Name)),
      fc.record({ a: addressSet(4), aaaa: addressSet(16) }, { requiredKeys: [] }),
    ),
    { maxLength: 5 },
  )
  .map((entries) => new Map(entries.filter(([, { a, aaaa }]) => a !== undefined || aaaa !== undefined)));

function sorted(all: ReadonlyMap<Name, AddressesOfTarget>) {
  const hex = (set: AddressSet | undefined) =>
    set && {
      ttl: set.ttl,
      addresses: set.addresses.map((octets) => Buffer.from(octets).toString("hex")).sort(),
    };
  return [...all].map(([name, { a, aaaa }]) => [name, hex(a), hex(aaaa)]).sort();
}
