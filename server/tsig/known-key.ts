import { TSIG_ALGORITHMS } from "../../dns/tsig/algorithms.ts";
import type { TsigKey } from "../../dns/tsig/key.ts";
import { LOWER, type NameBuffer } from "../query/name.ts";
import { tsig } from "../query/tsig.ts";

/**
 * Whether the query that was read last, which has a TSIG record, names one of these keys with its algorithm. Anybody may
 * send any name, so nothing is allocated for it, and no MAC is made.
 */
export function makeKnowsKey(keys: readonly TsigKey[]): () => boolean {
  const known = keys.map(({ name, algorithm }) => ({
    name: Buffer.from(name, "latin1"),
    algorithm: Buffer.from(TSIG_ALGORITHMS[algorithm].name, "latin1"),
  }));
  return () => {
    for (let at = 0; at < known.length; at++) {
      const { name, algorithm } = known[at]!;
      if (isKey(name) && isAlgorithm(algorithm, tsig.algorithm)) return true;
    }
    return false;
  };
}

function isKey(name: Uint8Array): boolean {
  if (tsig.keyLength !== name.length) return false;
  for (let at = 0; at < name.length; at++) if (LOWER[tsig.key[at]!] !== name[at]) return false;
  return true;
}

function isAlgorithm(name: Uint8Array, { octets, length }: NameBuffer): boolean {
  if (length !== name.length) return false;
  for (let at = 0; at < length; at++) if (octets[at] !== name[at]) return false;
  return true;
}
