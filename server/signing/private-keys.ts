import { createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { nodeHashOf } from "../../dns/signing/algorithms.ts";
import type { KeyFault } from "../../dns/signing/key-fault.ts";
import { parsePkcs8, parsePrivateKey, printPkcs8 } from "../../dns/signing/key-files.ts";
import { publicKeyOf } from "../../dns/signing/public-key-of.ts";
import type { DnssecSettings } from "../settings/dnssec-settings.ts";
import type { UsageError } from "../settings/usage.ts";
import type { PrivateKey } from "./signer.ts";

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

/**
 * Reads all private keys, each once. What is wrong is told for all of them, with the place of each and never with anything of
 * what stands there. The private halves of zones that are not ours do no harm: nobody asks for them.
 */
export function readPrivateKeys(
  { folder, written }: DnssecSettings,
  files: KeyFiles,
): readonly PrivateKey[] | UsageError {
  const faults: string[] = [];
  const keys = new Map<string, PrivateKey>();
  const add = (place: string, read: KeyObject | KeyFault) => {
    const key = "fault" in read ? read : withPublicHalf(read);
    if ("fault" in key) faults.push(`${place} ${key.fault}`);
    else keys.set(`${key.algorithm} ${key.publicKey}`, key);
  };
  for (const { base64, place } of written) add(place, readDer(base64));
  for (const { name, octets } of folder === undefined ? [] : readFolder(folder, files, faults)) {
    const text = Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString("latin1");
    octets.fill(0);
    add(`The file ${name} of --dnssec-keys`, parsePrivateKey(text));
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

function readDer(base64: string): KeyObject | KeyFault {
  const der = Buffer.from(base64, "base64");
  try {
    return parsePkcs8(der);
  } finally {
    der.fill(0);
  }
}

function withPublicHalf(key: KeyObject): PrivateKey | KeyFault {
  const half = publicKeyOf(key);
  if (half === undefined || !isWhole(key, half.algorithm))
    return { fault: "has a private key with the public half of another" };
  return { ...half, pkcs8: new Uint8Array(printPkcs8(key)) };
}

/** A file may have a public half that is another's: what is signed would not verify. */
function isWhole(key: KeyObject, algorithm: PrivateKey["algorithm"]): boolean {
  const hash = nodeHashOf(algorithm);
  const probe = Buffer.from("zonepipe");
  try {
    return verify(hash, probe, createPublicKey(key), sign(hash, probe, key));
  } catch {
    return false;
  }
}
