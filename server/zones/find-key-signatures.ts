import type { Name } from "../../dns/name.ts";
import type { Problem } from "../../dns/problem.ts";
import { keySignatureFileOf, readKeySignatures } from "../../dns/signing/key-signature-file.ts";
import type { Octets } from "../../dns/wire.ts";
import { readPlainFile } from "../../dns/zone-file/read-plain-file.ts";
import { unreadable } from "./zone-files.ts";

/** Signatures over the keys of a zone that were made beforehand. */
export interface FoundKeySignatures {
  /** Where they stand, or would stand. */
  readonly file: string;
  /** Undefined where there is no such file. */
  readonly bytes: Uint8Array | undefined;
  /** The data of the RRSIG records. */
  readonly rrsigs: readonly Octets[];
  readonly problems: readonly Problem[];
}

/** Reads what stands beside a zone's file. Whether the signatures hold is seen when the zone is signed with them. */
export function findKeySignatures(zoneFile: string, zone: Name): FoundKeySignatures {
  const file = keySignatureFileOf(zoneFile);
  let bytes: Uint8Array;
  try {
    bytes = readPlainFile(file);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const problems = NONE.includes(code) ? [] : [unreadable(file, error)];
    return { file, bytes: undefined, rrsigs: [], problems };
  }
  return { file, bytes, ...readKeySignatures(file, bytes, zone) };
}

/** Nothing is wrong where there are none, nor where the server may read the zone's file alone. */
const NONE = ["ENOENT", "ENOTDIR", "ERR_ACCESS_DENIED"];
