import { execFileSync } from "node:child_process";
import { createHash, createPublicKey } from "node:crypto";
import { ALGORITHMS } from "../../dns/signing/algorithms.ts";
import { type PublicHalf, publicKeyOf } from "../../dns/signing/public-key-of.ts";
import { type Octets, octetsOf } from "../../dns/wire.ts";
import { WorldError } from "../files/world-error.ts";
import { childEnvironment } from "./child-environment.ts";

/** A token that keeps private keys and signs with them: a module of PKCS #11, asked by `pkcs11-tool` (OpenSC). */
export interface KeyToken {
  /** The keys in it that may sign zones. */
  readonly keys: readonly TokenKey[];
  /** The signature as RRSIG has it. */
  readonly sign: (key: TokenKey, data: Uint8Array) => Octets;
}

/** A key of a token. */
export interface TokenKey extends PublicHalf {
  /** CKA_ID, in hex. */
  readonly id: string;
}

/** Which token, and by which module. */
export interface TokenPlace {
  /** The path of the module's library. */
  readonly module: string;
  /** What the token is called. */
  readonly label: string;
}

/**
 * Looks what keys are in a token. The PIN goes to the program by its environment alone.
 *
 * @param pin asked for at the first signature
 */
export function openKeyToken(place: TokenPlace, pin: () => string): KeyToken {
  const { module, label } = place;
  const at = ["--module", module, "--token-label", label];
  const listed = run([...at, "--list-objects", "--type", "pubkey"]).toString("latin1");
  const keys = new Map<string, TokenKey>();
  for (const object of listed.split(/^(?=Public Key Object)/m)) {
    const id = /^ *ID: +([0-9a-f]+) *$/m.exec(object)?.[1];
    if (id === undefined || keys.has(id)) continue;
    const half = halfRead(id, at) ?? halfListed(object);
    if (half !== undefined) keys.set(id, { id, ...half });
  }
  return {
    keys: [...keys.values()],
    sign: ({ id, algorithm }, data) => {
      const { mechanism, input } = orderOf(algorithm, data);
      const words = [...at, "--login", "--pin", `env:${PIN}`, "--sign", "--mechanism", mechanism, "--id", id];
      const signature = run(words, { input, pin: pin() });
      return octetsOf(signature, 0, signature.length);
    },
  };
}

const PIN = "ZONEPIPE_PKCS11_PIN";

/** ECDSA is given the hash, for not every token makes it; pkcs11-tool gives R and S side by side (RFC 6605 §4). */
function orderOf(algorithm: PublicHalf["algorithm"], data: Uint8Array) {
  switch (algorithm) {
    case 8:
      return { mechanism: "SHA256-RSA-PKCS", input: data };
    case 13:
    case 14:
      return {
        mechanism: "ECDSA",
        input: createHash(ALGORITHMS.get(algorithm)!.hash!) // of ECDSA, which has one
          .update(data)
          .digest(),
      };
    case 15:
      return { mechanism: "EDDSA", input: data };
    default:
      return algorithm satisfies never;
  }
}

/** The public half as the program reads it out: in DER, or in PEM for Ed25519. */
function halfRead(id: string, at: readonly string[]): PublicHalf | undefined {
  try {
    const key = run([...at, "--read-object", "--type", "pubkey", "--id", id]);
    const isPem = key.includes("-----BEGIN");
    return publicKeyOf(createPublicKey(isPem ? key : { key, format: "der", type: "spki" }));
  } catch {
    return undefined; // of a kind that signs no zones, or that the program cannot read out, as 0.23 cannot P-384
  }
}

/**
 * The public half by the point in a list of objects, an OCTET STRING in DER. Another curve of the same length would give a key that no
 * zone has.
 */
function halfListed(object: string): PublicHalf | undefined {
  const point = /^ *EC_POINT: +([0-9a-f]+) *$/m.exec(object)?.[1] ?? "";
  const publicKey = (digits: string) => octetsOf(Buffer.from(digits, "hex"), 0, digits.length / 2);
  if (/^044104.{128}$/.test(point)) return { algorithm: 13, publicKey: publicKey(point.slice(6)) };
  if (/^046104.{192}$/.test(point)) return { algorithm: 14, publicKey: publicKey(point.slice(6)) };
  if (/^0420.{64}$/.test(point)) return { algorithm: 15, publicKey: publicKey(point.slice(4)) };
  return undefined;
}

function run(
  words: readonly string[],
  { input, pin }: { readonly input?: Uint8Array; readonly pin?: string } = {},
): Buffer {
  const given = childEnvironment(process.env, /^SOFTHSM2_CONF$|^PKCS11_|^OPENSC_/);
  const env = { ...given, ...(pin !== undefined && { [PIN]: pin }) };
  try {
    return execFileSync(PROGRAM, words, {
      env,
      stdio: ["pipe", "pipe", "pipe"],
      timeout: 60_000,
      ...(input === undefined ? {} : { input }),
    });
  } catch (cause) {
    const { code, stderr } = cause as NodeJS.ErrnoException & { readonly stderr?: Buffer }; // of execFileSync
    if (code === "ENOENT")
      throw new WorldError(`Cannot use the token: there is no ${PROGRAM}; it is in Debian's package opensc`);
    const [last = "it failed"] = (stderr?.toString("utf8") ?? "")
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "" && line !== "Aborting.")
      .slice(-1);
    throw new WorldError(
      `Cannot use the token: ${PROGRAM} says: ${pin ? last.replaceAll(pin, "***") : last}`,
    );
  }
}

const PROGRAM = "pkcs11-tool";
