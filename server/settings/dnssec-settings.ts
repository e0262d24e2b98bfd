/**
 * The environment variable with private keys of zones, as PKCS#8 DER in base64, with commas or white space between. Those whose names
 * go on behind it (`ZONEPIPE_DNSSEC_KEYS_EXAMPLE_COM`) have keys, too: where a secret can be set and never read again, each
 * zone may have a variable of its own. Which zone's a key is follows from its public half, not from the name.
 */
export const DNSSEC_KEYS = "ZONEPIPE_DNSSEC_KEYS";

/** The flags that say where private keys are. */
export interface DnssecFlags {
  readonly "dnssec-keys"?: string | undefined;
}

/** Where the private keys are that zones are signed with. */
export interface DnssecSettings {
  /** A folder of `K<zone>+<algorithm>+<tag>.private` and `*.pem` files. */
  readonly folder: string | undefined;
  /** Those of the environment: nobody but who reads them may have these. */
  readonly written: readonly WrittenPrivateKey[];
}

/** A key as it stands in the environment. */
export interface WrittenPrivateKey {
  /** PKCS#8 DER in base64; what else it may be is for whoever reads it. */
  readonly base64: string;
  /** Where it stands, as `Key 2 in ZONEPIPE_DNSSEC_KEYS`. */
  readonly place: string;
}

/** Says where the keys are; nothing of them is looked at. */
export function readDnssecSettings(
  flags: DnssecFlags,
  environment: Variables,
): DnssecSettings | { readonly error: string } {
  const folder = flags["dnssec-keys"];
  if (folder === "") return { error: "--dnssec-keys is empty; expected a folder" };
  const written = dnssecVariables(environment).flatMap((variable) =>
    environment[variable]!.split(/[\s,]+/)
      .filter((base64) => base64 !== "")
      .map((base64, index) => ({ base64, place: `Key ${index + 1} in ${variable}` })),
  );
  return { folder, written };
}

/** The names of the variables with private keys among these, in order. */
export function dnssecVariables(environment: Variables): string[] {
  return Object.keys(environment)
    .filter((name) => /^ZONEPIPE_DNSSEC_KEYS(_[A-Z0-9_]+)?$/.test(name) && environment[name] !== undefined)
    .sort();
}

type Variables = { readonly [name: string]: string | undefined };
