import { execFileSync } from "node:child_process";
import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeKey } from "../../test/signing/sign-with.ts";
import { requireTool } from "../../test/tools.ts";
import { nameOf } from "../../test/zone-text.ts";
import { printBindPrivateKey } from "./bind-private-key.ts";
import type { KeyFault } from "./key-fault.ts";
import { parsePkcs8, parsePrivateKey, printPem, printPkcs8 } from "./key-files.ts";
import { keyFileName, parsePublicKey, printPublicKey } from "./public-key-file.ts";
import { publicKeyOf } from "./public-key-of.ts";

const ALGORITHMS = [8, 13, 14, 15] as const;
const keys = ALGORITHMS.map((algorithm) => ({ algorithm, ...makeKey(algorithm) }));

describe.each(keys)("a key of algorithm $algorithm", ({ privateKey, key }) => {
  test.each([
    ["BIND's format", () => parsePrivateKey(printBindPrivateKey(privateKey))],
    [
      "BIND's format with the line ends of Windows",
      () => parsePrivateKey(printBindPrivateKey(privateKey).replaceAll("\n", "\r\n")),
    ],
    ["PEM", () => parsePrivateKey(printPem(privateKey))],
    ["PKCS#8 in DER", () => parsePkcs8(printPkcs8(privateKey))],
  ])("is the same after it was written and read as %s", (_, read) => {
    expect(keyIn(read()).equals(privateKey)).toBe(true);
    expect(publicKeyOf(keyIn(read()))).toEqual({ algorithm: key.algorithm, publicKey: key.publicKey });
  });

  test("has a public file that says the same", () => {
    const zone = nameOf("a\\.b.Example.com.");
    expect(parsePublicKey(printPublicKey(zone, key, 3600))).toEqual({
      zone,
      key: { flags: key.flags, algorithm: key.algorithm, publicKey: key.publicKey },
    });
    expect(keyFileName(zone, key)).toMatch(/^Ka%2Eb\.example\.com\.\+0(08|13|14|15)\+[0-9]{5}$/);
  });
});

test.each([
  [8, "RSASHA256"],
  [13, "ECDSAP256SHA256"],
  [14, "ECDSAP384SHA384"],
  [15, "ED25519"],
] as const)(
  "files of dnssec-keygen with algorithm %i are read and written as they are",
  (algorithm, mnemonic) => {
    if (!requireTool("dnssec-keygen", "bind9-utils")) return;
    inFolder((folder) => {
      const size = algorithm === 8 ? ["-b", "2048"] : [];
      execFileSync("dnssec-keygen", ["-q", "-a", mnemonic, ...size, "-K", folder, "0/25.Example.com"]);
      const [publicFile, privateFile] = readdirSync(folder)
        .sort()
        .map((file) => ({
          file,
          text: readFileSync(join(folder, file), "latin1"),
        }));
      const privateKey = keyIn(parsePrivateKey(privateFile!.text));
      const read = parsePublicKey(publicFile!.text);
      if ("fault" in read) throw new Error(read.fault);
      expect(publicKeyOf(privateKey)).toEqual({ algorithm, publicKey: read.key.publicKey });
      expect(`${keyFileName(read.zone, read.key)}.key`).toBe(publicFile!.file);
      expect(printBindPrivateKey(privateKey)).toBe(
        privateFile!.text.replace(/^(Created|Publish|Activate):.*\n/gm, ""),
      );
    });
  },
);

test("a key of Knot's key store is read", () => {
  if (!requireTool("keymgr", "knot-dnssecutils")) return;
  inFolder((folder) => {
    const keymgr = (...words: string[]) =>
      execFileSync("keymgr", ["-D", folder, "example.com.", ...words], { encoding: "latin1" });
    keymgr("generate", "algorithm=ECDSAP256SHA256", "ksk=yes", "zsk=yes");
    const [store] = readdirSync(join(folder, "keys"));
    const privateKey = keyIn(parsePrivateKey(readFileSync(join(folder, "keys", store!), "latin1")));
    const dnskey = /DNSKEY\s+257 3 13 (\S+)/.exec(keymgr("dnskey"))![1];
    expect(Buffer.from(publicKeyOf(privateKey)!.publicKey, "latin1").toString("base64")).toBe(dnskey);
  });
});

describe("what is no key is told without any of the text", () => {
  const bind = printBindPrivateKey(keys[1]!.privateKey);
  test.each([
    ["nothing", "", "is neither BIND's private-key format nor PEM"],
    ["words", "the key is under the mat", "is neither BIND's private-key format nor PEM"],
    [
      "BIND's format of another version",
      bind.replace("v1.3", "v2.0"),
      "has another private-key format; expected v1.3",
    ],
    ["a line that says nothing", `${bind}SECRET\n`, "has a line that is not `Name: value`"],
    ["a key that stands twice", bind + bind, "says something twice"],
    ["no algorithm", bind.replace(/Algorithm.*\n/, ""), "names no algorithm"],
    [
      "an old algorithm",
      bind.replace("13 (", "5 ("),
      "has a key that cannot sign: its SHA-1 must not sign any more (RFC 9905)",
    ],
    [
      "the key of another algorithm",
      bind.replace("13 (", "14 ("),
      "has no key of ECDSAP384SHA384 that can be read",
    ],
    ["no private part", bind.replace(/PrivateKey.*\n/, ""), "has no key of ECDSAP256SHA256 that can be read"],
    [
      "a private part that is 0",
      bind.replace(/PrivateKey.*\n/, "PrivateKey: AAAA\n"),
      "has no key of ECDSAP256SHA256 that can be read",
    ],
    [
      "a private part that is too long",
      bind.replace(/PrivateKey.*\n/, `PrivateKey: ${"QUJD".repeat(20)}\n`),
      "has no key of ECDSAP256SHA256 that can be read",
    ],
    [
      "RSA whose parts do not fit",
      printBindPrivateKey(keys[0]!.privateKey).replace(/Prime1.*\n/, "Prime1: QUJD\n"),
      "has no key of RSASHA256 that can be read",
    ],
    [
      "a public key",
      generateKeyPairSync("ed25519").publicKey.export({ format: "pem", type: "spki" }).toString(),
      "has no private key that can be read as PEM",
    ],
    [
      "a key for something else",
      printPem(generateKeyPairSync("x25519").privateKey),
      "has a key of another kind; expected RSA, ECDSA P-256 or P-384, or Ed25519",
    ],
    [
      "a key with a password",
      generateKeyPairSync("ed25519")
        .privateKey.export({ format: "pem", type: "pkcs8", cipher: "aes-128-cbc", passphrase: "x" })
        .toString(),
      "is encrypted; expected a private key without a password",
    ],
  ])("%s", (_, text, fault) => {
    const read = parsePrivateKey(text);
    expect(read).toEqual({ fault });
  });

  test("whatever is damaged, nothing is thrown and nothing of it is said", () => {
    const texts = keys.flatMap(({ privateKey }) => [printBindPrivateKey(privateKey), printPem(privateKey)]);
    const damaged = fc
      .tuple(fc.constantFrom(...texts), fc.nat(), fc.nat(40), fc.string({ maxLength: 20 }))
      .map(([text, at, length, other]) => {
        const start = at % text.length;
        return text.slice(0, start) + other + text.slice(start + length);
      });
    fc.assert(
      fc.property(fc.oneof(damaged, fc.string()), (text) => {
        const read = parsePrivateKey(text);
        if ("fault" in read) expect(FAULTS.test(read.fault)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("a key is never printed by accident", () => {
    const text = `${JSON.stringify(keys[1]!.privateKey)}${keys[1]!.privateKey}`;
    expect(text).not.toContain(/PrivateKey: (\S+)/.exec(bind)![1]);
  });
});

/** All that is ever said. */
const FAULTS =
  /^(is neither BIND's private-key format nor PEM|is encrypted; expected a private key without a password|has no private key that can be read as PEM|has a key of another kind; expected RSA, ECDSA P-256 or P-384, or Ed25519|has a line that is not `Name: value`|says something twice|has another private-key format; expected v1\.3|names no algorithm|has a key that cannot sign: [^:]+|has no key of [A-Z0-9]+ that can be read)$/;

test("PEM of OpenSSL's older forms is read", () => {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const sec1 = privateKey.export({ format: "pem", type: "sec1" }).toString();
  expect(keyIn(parsePrivateKey(sec1)).equals(createPrivateKey(sec1))).toBe(true);
});

function keyIn(read: KeyObject | KeyFault): KeyObject {
  if ("fault" in read) throw new Error(read.fault);
  return read;
}

function inFolder(use: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-keys-"));
  try {
    use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
