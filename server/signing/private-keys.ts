import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { publicKeyOf } from "../../dns/signing/public-key-of.ts";
import type { DnssecSettings } from "../settings/dnssec-settings.ts";
import type { UsageError } from "../settings/usage.ts";
import { ECDSAP384SHA384, ED25519, type PrivateKey } from "./signer.ts";

/** Files of keys, as the disk has them. */
export interface KeyFiles {
  /** The names of what is in a folder. Throws where that cannot be told. */
  readonly names: (folder: string) => readonly string[];
  /** Throws where a file cannot be read. The octets are wiped when they have been looked at. */
  readonly read: (path: string) => Uint8Array;
}

/** From the disk. */
export const keyFilesOnDisk: KeyFiles = {
  names: (folder) => readdirSync(folder),
  read: (path) => readFileSync(path),
};

/** Reads the text of a `.private` file; undefined where it holds no key. */
export type ReadBindKey = (text: string) => KeyObject | undefined;

/**
 * Reads all private keys, each once. What is wrong is told for all of them, with the place of each and never with anything of
 * what stands there. The private halves of zones that are not ours do no harm: nobody asks for them.
 */
export function readPrivateKeys(
  { folder, written }: DnssecSettings,
  files: KeyFiles,
  readBind: ReadBindKey,
): readonly PrivateKey[] | UsageError {
  const faults: string[] = [];
  const keys = new Map<string, PrivateKey>();
  const add = (place: string, expected: string, read: () => KeyObject | undefined) => {
    const key = usable(read);
    if (typeof key === "string") faults.push(`${place} ${key}; expected ${expected}`);
    else keys.set(`${key.algorithm} ${key.publicKey}`, key);
  };
  for (const { base64, place } of written) add(place, "PKCS#8 DER in base64", () => readDer(base64));
  for (const { name, octets } of folder === undefined ? [] : readFolder(folder, files, faults)) {
    const place = `The file ${name} of --dnssec-keys`;
    const text = Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString("latin1");
    octets.fill(0);
    if (name.endsWith(PEM)) add(place, "PKCS#8 PEM without a passphrase", () => createPrivateKey(text));
    else add(place, "BIND's Private-key-format: v1.3", () => readBind(text));
  }
  return faults.length === 0 ? [...keys.values()] : { error: faults.join("\n") };
}

const PEM = ".pem";
const BIND = /^K.+\+[0-9]{3}\+[0-9]{5}\.private$/;

interface KeyFile {
  readonly name: string;
  readonly octets: Uint8Array;
}

function readFolder(folder: string, files: KeyFiles, faults: string[]): KeyFile[] {
  let names: readonly string[];
  try {
    names = files.names(folder);
  } catch (error) {
    faults.push(`Cannot read the folder of --dnssec-keys: ${codeOf(error)}`);
    return [];
  }
  return names
    .filter((name) => name.endsWith(PEM) || BIND.test(name))
    .sort()
    .flatMap((name) => {
      try {
        return { name, octets: files.read(join(folder, name)) };
      } catch (error) {
        faults.push(`Cannot read the file ${name} of --dnssec-keys: ${codeOf(error)}`);
        return [];
      }
    });
}

/** The name of an error of the system, for its message may hold anything. */
function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "it failed";
}

function readDer(base64: string): KeyObject | undefined {
  const key = Buffer.from(base64, "base64");
  try {
    return createPrivateKey({ key, format: "der", type: "pkcs8" });
  } finally {
    key.fill(0);
  }
}

/** The key with its public half, or what is wrong with it. */
function usable(read: () => KeyObject | undefined): PrivateKey | string {
  let key: KeyObject | undefined;
  let half: ReturnType<typeof publicKeyOf>;
  try {
    key = read();
    half = key && publicKeyOf(key);
  } catch {
    // What node:crypto says of it may hold something of the key.
  }
  if (key === undefined) return "holds no private key";
  if (half === undefined)
    return "holds a key of a kind that signs no zone (P-256, P-384, Ed25519 and RSA do)";
  if (!isWhole(key, half.algorithm)) return "holds a private key and the public one of another";
  return { ...half, pkcs8: new Uint8Array(key.export({ type: "pkcs8", format: "der" })) };
}

/** A file may have a public half that is another's: what is signed would not verify. */
function isWhole(key: KeyObject, algorithm: PrivateKey["algorithm"]): boolean {
  const hash = algorithm === ED25519 ? null : algorithm === ECDSAP384SHA384 ? "sha384" : "sha256";
  const probe = Buffer.from("zonepipe");
  try {
    return verify(hash, probe, createPublicKey(key), sign(hash, probe, key));
  } catch {
    return false;
  }
}
