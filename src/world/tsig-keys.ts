import { isName, keyOf, type Name, parseName, ROOT } from "../../dns/name.ts";

/** A key that both sides know. */
export interface TsigKey {
  readonly name: Name;
  /** As `node:crypto` calls the hash. */
  readonly hash: "sha256" | "sha384" | "sha512";
  /** The name of the algorithm on the wire. */
  readonly algorithm: Name;
  readonly secret: Uint8Array;
}

/**
 * The key of a name out of `ZONEPIPE_TSIG_KEYS`, `name:algorithm:base64,…`; or why there is none, as a clause, which never
 * has a part of the secret.
 */
export function tsigKeyNamed(name: Name, keys: string | undefined): TsigKey | { readonly fault: string } {
  if (keys === undefined || keys.trim() === "") return { fault: "ZONEPIPE_TSIG_KEYS is not set here" };
  for (const entry of keys.split(/[\s,]+/)) {
    const [written = "", algorithm = "", secret = ""] = entry.split(":");
    const own = parseName(written, ROOT);
    if (!isName(own) || keyOf(own) !== name) continue;
    const hash = HASHES.find((each) => `hmac-${each}` === algorithm.toLowerCase());
    if (hash === undefined)
      return {
        fault:
          "ZONEPIPE_TSIG_KEYS gives its key another algorithm than hmac-sha256, hmac-sha384 and hmac-sha512",
      };
    if (!/^[A-Za-z0-9+/]+={0,2}$/.test(secret))
      return { fault: "ZONEPIPE_TSIG_KEYS gives its key a secret that is not in Base64" };
    const wire = parseName(`hmac-${hash}.`) as Name; // it is a name
    return { name, hash, algorithm: wire, secret: Buffer.from(secret, "base64") };
  }
  return { fault: "ZONEPIPE_TSIG_KEYS has no key of this name here" };
}

const HASHES = ["sha256", "sha384", "sha512"] as const;
