import { createPublicKey, type KeyObject } from "node:crypto";
import type { Name } from "../../dns/name.ts";
import { printBindPrivateKey } from "../../dns/signing/bind-private-key.ts";
import { parsePrivateKey } from "../../dns/signing/key-files.ts";
import { keyFileName, parsePublicKey, printPublicKey } from "../../dns/signing/public-key-file.ts";
import { publicKeyOf } from "../../dns/signing/public-key-of.ts";
import { flagsOf, type KeyRole, type ZoneKey } from "../dnssec/zone-keys.ts";
import type { Files } from "../files/files.ts";
import { joinPath } from "../files/join-path.ts";
import { WorldError } from "../files/world-error.ts";
import { createPrivately } from "../world/private-file.ts";

/** A private key in a folder. */
export interface KeptKey {
  /** The file's name. */
  readonly file: string;
  readonly path: string;
  readonly secret: KeyObject;
}

/** The private keys in a folder: BIND's `K*.private` and `*.pem`. None where there is no such folder. */
export async function keptKeys(folder: string, files: Files): Promise<KeptKey[]> {
  const names = ((await files.list(folder)) ?? [])
    .filter(({ name, kind }) => kind === "file" && /^K.*\.private$|\.pem$/.test(name))
    .map(({ name }) => name)
    .sort();
  return await Promise.all(
    names.map(async (file) => {
      const path = joinPath(folder, file);
      return { file, path, secret: await readPrivateKey(path, files) };
    }),
  );
}

/** The private key in a file. What keeps it from being read is told without any of the file. */
export async function readPrivateKey(path: string, files: Files): Promise<KeyObject> {
  const key = parsePrivateKey(Buffer.from(await files.read(path)).toString("latin1"));
  if ("fault" in key)
    throw new WorldError(`Cannot read the private key: ${JSON.stringify(path)} ${key.fault}`);
  return key;
}

/**
 * The public half in a file: a DNSKEY record, or SubjectPublicKeyInfo in PEM or DER, as `pkcs11-tool` and OpenSSL
 * write it. Nothing of the file is told, for it may have the private half.
 */
export async function readPublicHalf(
  path: string,
  files: Files,
): Promise<Pick<ZoneKey, "algorithm" | "publicKey">> {
  const bytes = Buffer.from(await files.read(path));
  const written = parsePublicKey(bytes.toString("latin1"));
  if (!("fault" in written)) return written.key;
  const isPem = bytes.includes("-----BEGIN PUBLIC KEY-----");
  try {
    const key = isPem
      ? createPublicKey({ key: bytes, format: "pem" })
      : createPublicKey({ key: bytes, format: "der", type: "spki" });
    const half = publicKeyOf(key);
    if (half !== undefined) return half;
  } catch {
    // None of these.
  }
  throw new WorldError(
    `Cannot read the public key: ${JSON.stringify(path)} is no DNSKEY record, and no public key of RSA, ECDSA or Ed25519 in PEM or DER`,
  );
}

/** A key that was made for a role in a zone, by the name of its file. */
export function keptFor(
  origin: Name,
  role: KeyRole,
  algorithm: number,
  kept: readonly KeptKey[],
): KeptKey | undefined {
  return kept.find(({ file, secret }) => {
    const half = publicKeyOf(secret);
    if (half?.algorithm !== algorithm) return false;
    return file === `${keyFileName(origin, { ...half, flags: flagsOf(role) })}.private`;
  });
}

/** The private half of a key, among those that are kept. */
export function secretOf(key: ZoneKey, kept: readonly KeptKey[]): KeptKey | undefined {
  return kept.find(({ secret }) => {
    const half = publicKeyOf(secret);
    return half?.algorithm === key.algorithm && half.publicKey === key.publicKey;
  });
}

/** Writes a key as BIND's tools do, the private half for nobody else to read; gives the path of that. */
export async function keepKey(
  folder: string,
  origin: Name,
  { key, secret }: { readonly key: ZoneKey; readonly secret: KeyObject },
  ttl: number,
): Promise<string> {
  const half = { flags: flagsOf(key.role), algorithm: key.algorithm, publicKey: key.publicKey };
  const path = joinPath(folder, keyFileName(origin, half));
  await createPrivately(`${path}.private`, printBindPrivateKey(secret));
  await createPrivately(`${path}.key`, printPublicKey(origin, half, ttl));
  return `${path}.private`;
}
