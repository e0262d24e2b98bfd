import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { describe, expect, test } from "vitest";
import { printBindPrivateKey } from "../../dns/signing/bind-private-key.ts";
import { publicKeyOf } from "../../dns/signing/public-key-of.ts";
import { type KeyFiles, readPrivateKeys } from "./private-keys.ts";
import { openSignatureMaker } from "./signature-maker.ts";
import type { PrivateKey } from "./signer.ts";

const P256 = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
const P384 = generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey;
const EDWARDS = generateKeyPairSync("ed25519").privateKey;
const RSA = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey;
const KOBLITZ = generateKeyPairSync("ec", { namedCurve: "secp256k1" }).privateKey;

const pem = (key: KeyObject) => key.export({ type: "pkcs8", format: "pem" }).toString();
const der = (key: KeyObject) => key.export({ type: "pkcs8", format: "der" });
const base64 = (key: KeyObject) => der(key).toString("base64");

interface Given {
  readonly files?: { readonly [name: string]: string };
  readonly written?: readonly string[];
}

function read({ files, written = [] }: Given): ReturnType<typeof readPrivateKeys> {
  return readPrivateKeys(
    {
      folder: files && "/keys",
      written: written.map((text, index) => ({ base64: text, place: `Key ${index + 1} in VARIABLE` })),
    },
    onDisk(files ?? {}),
  );
}

function onDisk(files: { readonly [name: string]: string }): KeyFiles {
  return {
    names: () => Object.keys(files),
    read: (path) => {
      const text = files[path.replace("/keys/", "")];
      if (text === undefined || text === "refused")
        throw Object.assign(new Error("secret"), { code: "EACCES" });
      return Buffer.from(text, "latin1");
    },
  };
}

test("keys of the environment and of files are known by their public halves", () => {
  const keys = read({
    files: { "a.pem": pem(P384), "b.pem": pem(RSA) },
    written: [base64(P256), base64(EDWARDS)],
  });
  const expected = [P256, EDWARDS, P384, RSA].map((key) => ({
    ...publicKeyOf(key),
    pkcs8: new Uint8Array(der(key)),
  }));
  expect(keys).toEqual(expected);
  expect((keys as readonly PrivateKey[]).map(({ algorithm }) => algorithm)).toEqual([13, 15, 14, 8]);
});

test("what was read signs", () => {
  const [key] = read({ written: [base64(P256)] }) as readonly PrivateKey[];
  const signer = openSignatureMaker().makeSigner(key!); // it was read
  expect(signer.sign(Buffer.from("data"))).toHaveLength(64);
  signer.close();
});

test("a file in BIND's format is read", () => {
  const text = printBindPrivateKey(P256);
  expect(read({ files: { "Kexample.com.+013+12345.private": text } })).toEqual([
    { ...publicKeyOf(P256), pkcs8: new Uint8Array(der(P256)) },
  ]);
});

test("what is there twice is one key", () => {
  expect(read({ files: { "a.pem": pem(P256), "b.pem": pem(P256) }, written: [base64(P256)] })).toHaveLength(
    1,
  );
});

test("files of other names are not looked at", () => {
  const files = { "Kexample.com.+013+12345.key": "refused", README: "refused", "x.private": "refused" };
  expect(read({ files })).toEqual([]);
});

test("without a folder and a variable there are no keys", () => {
  expect(read({})).toEqual([]);
});

/** Says that it is P256, and has the public half of another. */
const TWO_HALVES = (() => {
  const own = der(P256);
  const other = der(generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey);
  return Buffer.concat([own.subarray(0, own.length - 64), other.subarray(other.length - 64)]).toString(
    "base64",
  );
})();

const ENCRYPTED = P256.export({ type: "pkcs8", format: "pem", cipher: "aes-128-cbc", passphrase: "geheim" });

describe("what is wrong is told without anything of it", () => {
  test.each<[string, Given, string]>([
    [
      "no base64",
      { written: ["???"] },
      "Key 1 in VARIABLE has no private key that can be read as PKCS#8 in DER",
    ],
    [
      "the public half alone",
      { written: [base64(P256).slice(40)] },
      "Key 1 in VARIABLE has no private key that can be read as PKCS#8 in DER",
    ],
    [
      "a key that is cut short",
      { written: [base64(P256).slice(0, 60)] },
      "Key 1 in VARIABLE has no private key that can be read as PKCS#8 in DER",
    ],
    [
      "a curve that DNSSEC has not",
      { written: [base64(KOBLITZ)] },
      "Key 1 in VARIABLE has a key of another kind",
    ],
    [
      "two halves",
      { written: [TWO_HALVES] },
      "Key 1 in VARIABLE has a private key with the public half of another",
    ],
    [
      "a file that is none",
      { files: { "a.pem": "secret" } },
      "The file a.pem of --dnssec-keys is neither BIND's private-key format nor PEM",
    ],
    [
      "a passphrase",
      { files: { "a.pem": String(ENCRYPTED) } },
      "The file a.pem of --dnssec-keys is encrypted; expected a private key without a password",
    ],
    [
      "no key of BIND's",
      { files: { "Ka.+013+00001.private": "Private-key-format: v1.3\nAlgorithm: 13\nPrivateKey: secret" } },
      "The file Ka.+013+00001.private of --dnssec-keys has ",
    ],
    [
      "a file that may not be read",
      { files: { "a.pem": "refused" } },
      "Cannot read the file a.pem of --dnssec-keys: EACCES",
    ],
  ])("%s", (_, given, expected) => {
    const { error } = read(given) as { readonly error: string };
    expect(error.startsWith(expected)).toBe(true);
    for (const text of [...(given.written ?? []), "secret", "geheim"]) expect(error).not.toContain(text);
  });

  test("all at once", () => {
    const { error } = read({
      files: { "a.pem": "", "b.pem": "refused" },
      written: ["AAAA", base64(P256)],
    }) as {
      readonly error: string;
    };
    expect(error.split("\n")).toEqual([
      "Key 1 in VARIABLE has no private key that can be read as PKCS#8 in DER",
      "Cannot read the file b.pem of --dnssec-keys: EACCES",
      "The file a.pem of --dnssec-keys is neither BIND's private-key format nor PEM",
    ]);
  });

  test("a folder that is not there", () => {
    const files: KeyFiles = {
      names: () => {
        throw Object.assign(new Error("secret"), { code: "ENOENT" });
      },
      read: () => Buffer.alloc(0),
    };
    expect(readPrivateKeys({ folder: "/keys", written: [] }, files)).toEqual({
      error: "Cannot read the folder of --dnssec-keys: ENOENT",
    });
  });
});
