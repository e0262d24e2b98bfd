import { Fault } from "../../dns/fault.ts";
import { algorithm } from "../../dns/fields/algorithm.ts";
import { ALGORITHMS, whyNotSign } from "../../dns/signing/algorithms.ts";

/** What algorithms are called with which a zone may be signed, in the order of their numbers. */
export const SIGNING_ALGORITHMS: readonly string[] = [...ALGORITHMS.values()].map(({ mnemonic }) => mnemonic);

/** The number of an algorithm with which a zone may be signed, by its mnemonic; undefined of all others. */
export function signingAlgorithm(mnemonic: string): number | undefined {
  return [...ALGORITHMS].find(([, known]) => known.mnemonic === mnemonic)?.[0];
}

/** The name that an algorithm has for people; one that nobody signs with here is told by its number. */
export function algorithmName(number: number): string {
  return ALGORITHMS.get(number)?.mnemonic ?? `algorithm ${number}`;
}

/** Why nobody should sign with an algorithm, as a clause; undefined of a word that names none. */
export function whyRefused(mnemonic: string): string | undefined {
  try {
    return whyNotSign(algorithm.accept(mnemonic));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return undefined;
  }
}
