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
  const ids = new Set(
    listed.split("\n").flatMap((line) => /^ID: +([0-9a-f]+)$/.exec(line.trim())?.[1] ?? []),
  );
  const keys = [...ids].flatMap((id): TokenKey[] => {
    const der = run([...at, "--read-object", "--type", "pubkey", "--id", id]);
    const half = halfIn(der);
    return half === undefined ? [] : [{ id, ...half }];
  });
  return {
    keys,
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

function halfIn(der: Buffer): PublicHalf | undefined {
  try {
    return publicKeyOf(createPublicKey({ key: der, format: "der", type: "spki" }));
  } catch {
    return undefined; // of a kind that signs no zones
  }
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
