import { generateKeyPairSync, createPublicKey as realKey } from "node:crypto";
import { isIP as realIsIP } from "node:net";
import { posix as realPosix } from "node:path";
import * as realUrl from "node:url";
import { Ajv as RealAjv } from "ajv";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Ajv } from "../browser/ajv.ts";
import { createPublicKey } from "../browser/crypto.ts";
import { isIP } from "../browser/net.ts";
import { posix } from "../browser/path.ts";
import { domainToUnicode } from "../browser/url.ts";
import { CONFIG_SCHEMA } from "../src/zones/config/config-schema.ts";
import { shapeOf } from "../src/zones/schema/shape.ts";

test("paths are joined as in Node", () => {
  const part = fc.string({ unit: fc.constantFrom("a", ".", "/", "b-"), maxLength: 8 });
  fc.assert(
    fc.property(part, part, (a, b) => {
      expect(posix.normalize(a)).toBe(realPosix.normalize(a));
      expect(posix.join(a, b)).toBe(realPosix.join(a, b));
    }),
  );
  for (const path of ["zones/a.yaml", "a", "/a", "zones/_snippets/b.yaml"])
    expect(posix.dirname(path)).toBe(realPosix.dirname(path));
});

test.each([
  "192.0.2.1",
  "192.0.2.256",
  "192.0.2",
  "1.2.3.04",
  "2001:db8::1",
  "2001:db8::1::2",
  "::ffff:192.0.2.1",
  "x",
  "",
])("%j is the address that Node sees in it, or none", (text) => {
  expect(isIP(text)).toBe(realIsIP(text));
});

test.each(["xn--bcher-kva.example", "xn--fiqs8s", "xn--mnchen-3ya", "plain.example", "xn--80akhbyknj4f"])(
  "%s is in letters what Node makes of it",
  (host) => {
    expect(domainToUnicode(host)).toBe(realUrl.domainToUnicode(host));
  },
);

test("a key of RSA has its size in both forms, and another key is none", () => {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
  for (const type of ["spki", "pkcs1"] as const) {
    const key = publicKey.export({ format: "der", type });
    expect(createPublicKey({ key, type }).asymmetricKeyDetails.modulusLength).toBe(1024);
    expect(realKey({ key, format: "der", type }).asymmetricKeyDetails?.modulusLength).toBe(1024);
  }
  const other = generateKeyPairSync("ed25519").publicKey.export({ format: "der", type: "spki" });
  expect(() => createPublicKey({ key: other, type: "spki" })).toThrow("no key of RSA");
});

test.each<[string, unknown]>([
  ["nothing", {}],
  ["a key that there is not", { nameserver: [] }],
  ["a text for a mapping", { soa: "x" }],
  ["a list of the wrong things", { nameservers: ["ns1"] }],
  ["a mapping for a text", { default_ttl: { a: "1" } }],
  ["a zone with a key that there is not", { zones: { "example.com": { sao: {} } } }],
  ["null", null],
])("of settings that are %s the shape is judged as ajv judges it", (_, data) => {
  const schema = shapeOf(CONFIG_SCHEMA);
  const options = {
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
    validateSchema: false,
    strict: false,
  };
  const real = new RealAjv(options).compile(schema);
  const ours = new Ajv().compile(schema);
  expect(ours(data)).toBe(real(data));
  const told = (errors: readonly { keyword: string; instancePath: string; params: unknown }[]) =>
    errors.map(({ keyword, instancePath, params }) => JSON.stringify([keyword, instancePath, params])).sort();
  const kept = (errors: typeof real.errors) =>
    (errors ?? []).filter(({ keyword }) => ["type", "required", "additionalProperties"].includes(keyword));
  expect(told(kept(ours.errors as typeof real.errors))).toEqual(told(kept(real.errors)));
});
