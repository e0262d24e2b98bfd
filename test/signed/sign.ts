import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/** How a zone is signed: by whose tools, with which proofs of absence, with which algorithm. */
export interface Signing {
  /** ldns-signzone (Debian's ldnsutils) or dnssec-signzone (bind9-utils). */
  readonly signer: "ldns" | "bind";
  readonly denial: "NSEC" | "NSEC3" | "NSEC3 with opt-out";
  /** RSASHA256, ECDSAP256SHA256 or ED25519, by their numbers in the IANA registry. */
  readonly algorithm: 8 | 13 | 15;
}

/** A zone with its signatures, in zone file form, and what others need to trust it. */
export interface Signed {
  readonly origin: string;
  readonly text: string;
  /** The DS records of its key-signing key, as lines in zone file form. */
  readonly ds: string;
  /** Its key-signing key as a trust anchor: flags, protocol, algorithm and the key in Base64. */
  readonly anchor: readonly [flags: string, protocol: string, algorithm: string, key: string];
}

/** Signs a zone with new keys; all files go into a folder of their own below `folder`. */
export async function sign(folder: string, origin: string, text: string, how: Signing): Promise<Signed> {
  const cwd = join(folder, origin);
  await mkdir(cwd);
  await writeFile(join(cwd, "zone"), text);
  const { keygen, keySigningKey, signZone } = TOOLS[how.signer];
  const size = how.algorithm === 8 ? ["-b", "2048"] : [];
  const words = [...keygen, "-a", MNEMONICS[how.algorithm], ...size];
  const ksk = (await run(cwd, [...words, ...keySigningKey, origin])).trim();
  const zsk = (await run(cwd, [...words, origin])).trim();
  await run(cwd, signZone(origin, how, ksk, zsk));
  const key = await readFile(join(cwd, `${ksk}.key`), "latin1");
  const [flags, protocol, algorithm, ...base64] = /DNSKEY\s+([^;\n]*)/.exec(key)![1]!.trim().split(/\s+/);
  return {
    origin,
    text: await readFile(join(cwd, "signed"), "latin1"),
    ds: await run(cwd, ["ldns-key2ds", "-n", "-2", `${ksk}.key`]),
    anchor: [flags!, protocol!, algorithm!, base64.join("")],
  };
}

const MNEMONICS = { 8: "RSASHA256", 13: "ECDSAP256SHA256", 15: "ED25519" } as const;

/** The programs of a signer, and how they are told what to do. */
interface Tools {
  readonly keygen: readonly string[];
  readonly keySigningKey: readonly string[];
  readonly signZone: (origin: string, how: Signing, ksk: string, zsk: string) => string[];
}

const TOOLS: { readonly [signer in Signing["signer"]]: Tools } = {
  ldns: {
    keygen: ["ldns-keygen", "-r", "/dev/urandom"],
    keySigningKey: ["-k"],
    signZone: (origin, { denial }, ksk, zsk) => {
      const nsec3 = denial === "NSEC" ? [] : ["-n", "-a", "1", "-t", "3", "-s", "aabbccdd"];
      const optOut = denial === "NSEC3 with opt-out" ? ["-p"] : [];
      return ["ldns-signzone", "-o", origin, "-f", "signed", ...nsec3, ...optOut, "zone", ksk, zsk];
    },
  },
  bind: {
    keygen: ["dnssec-keygen", "-q"],
    keySigningKey: ["-f", "KSK"],
    signZone: (origin, { denial }) => {
      const nsec3 = denial === "NSEC" ? [] : ["-3", "-", "-H", "0"];
      const optOut = denial === "NSEC3 with opt-out" ? ["-A"] : [];
      return ["dnssec-signzone", "-q", "-S", "-o", origin, "-f", "signed", ...nsec3, ...optOut, "zone"];
    },
  },
};

async function run(cwd: string, words: readonly string[]): Promise<string> {
  const [program = "", ...options] = words;
  const { stdout } = await promisify(execFile)(program, options, { cwd });
  return stdout;
}
