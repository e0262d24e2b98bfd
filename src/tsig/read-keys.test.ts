import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Fault } from "../../dns/fault.ts";
import { TSIG_ALGORITHMS, type TsigAlgorithm } from "../../dns/tsig/algorithms.ts";
import { printTsigKey, type TsigKey } from "../../dns/tsig/key.ts";
import { nameOf } from "../../test/zone-text.ts";
import { readTsigKeys } from "./read-keys.ts";

const SECRET = "Af////7+//8B/////v7//w=="; // slashes, as a comment has them
const ALGORITHMS = Object.keys(TSIG_ALGORITHMS) as TsigAlgorithm[]; // it has no others
const KEY: TsigKey = {
  name: nameOf("ns-a-1."),
  algorithm: "hmac-sha256",
  secret: Uint8Array.from(Buffer.from(SECRET, "base64")),
};

describe("a file of TSIG keys", () => {
  test.each<[string, string]>([
    ["a line", `ns-a-1:hmac-sha256:${SECRET}\n`],
    ["a line among others", `# ours\n\n  ns-a-1:HMAC-SHA256:${SECRET}\n`],
    ["what tsig-keygen writes", `key "ns-a-1" {\n\talgorithm hmac-sha256;\n\tsecret "${SECRET}";\n};\n`],
    [
      "a clause in one line, with comments",
      `// ours\nkey ns-a-1. { /* x */ secret ${SECRET}; algorithm hmac-sha256; };`,
    ],
  ])("%s", (_, text) => {
    expect(readTsigKeys(text)).toEqual([KEY]);
  });

  test("several, in both forms", () => {
    const clause = (name: string) => `key "${name}" { algorithm hmac-sha512; secret "${SECRET}"; };\n`;
    expect(readTsigKeys(clause("a") + clause("b")).map(({ name }) => name)).toEqual(["\x01a\0", "\x01b\0"]);
    expect(readTsigKeys(`a:hmac-sha384:${SECRET}\nb:hmac-sha384:${SECRET}\n`)).toHaveLength(2);
    expect(readTsigKeys("\n")).toEqual([]);
  });

  test.each<[string, string, string]>([
    ["another algorithm", `a:hmac-md5:${SECRET}`, "has a key that has another algorithm"],
    ["no base64", `a:hmac-sha256:${SECRET}!`, "has a key that has a secret that is not Base64"],
    ["a key without its name", `:hmac-sha256:${SECRET}`, "has a key that has no domain name as its name"],
    ["the secret alone", SECRET, "has a key that is not of the form name:algorithm:base64"],
    ["a clause without an end", `key a { secret "${SECRET}";`, "has something beside its key clauses"],
    [
      "other statements",
      `key a { algorithm hmac-sha256; secret "${SECRET}"; };\noptions { };`,
      "has something",
    ],
  ])("is refused where it is %s, without its secret in the message", (_, text, message) => {
    const reading = () => readTsigKeys(text);
    expect(reading).toThrow(Fault);
    expect(reading).toThrow(message);
    expect(reading).not.toThrow(SECRET);
  });

  test("a law: what is printed is read again", () => {
    const secrets = fc.uint8Array({ minLength: 16, maxLength: 64 });
    fc.assert(
      fc.property(secrets, fc.constantFrom(...ALGORITHMS), (secret, algorithm) => {
        const key = { ...KEY, algorithm, secret: Uint8Array.from(secret) };
        expect(readTsigKeys(printTsigKey(key))).toEqual([key]);
      }),
    );
  });
});
