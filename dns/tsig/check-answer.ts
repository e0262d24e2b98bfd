import { keyOf } from "../name.ts";
import { tsigErrorName } from "./errors.ts";
import type { TsigKey } from "./key.ts";
import { compareMac, type MacContext, macOf } from "./mac.ts";
import { type FoundTsig, findTsig } from "./record.ts";

/** What is wrong with the signature of an answer (RFC 8945 §5.4): an error that the server tells, or what we find. */
export type AnswerFault =
  | { readonly kind: "told"; readonly error: number }
  | { readonly kind: "unsigned" }
  | { readonly kind: "wrong" }
  /** Clocks differ by more than the signer allows. */
  | { readonly kind: "time"; readonly seconds: number };

/**
 * Checks the answer to a request that was signed with this key, at `time` in seconds since 1970; undefined where nothing is
 * wrong. An error that is told may come from anybody, for it need not be signed.
 */
export function answerFault(
  octets: Uint8Array,
  key: TsigKey,
  time: number,
  context: MacContext,
): AnswerFault | undefined {
  const found = findTsig(octets);
  if (found === undefined || found === "malformed") return { kind: "unsigned" };
  return recordFault(octets, found, key, time, context);
}

/** The same where the record was found already. */
export function recordFault(
  octets: Uint8Array,
  { record, start }: FoundTsig,
  key: TsigKey,
  time: number,
  context: MacContext,
): AnswerFault | undefined {
  if (record.error !== 0) return { kind: "told", error: record.error };
  const additionals = ((octets[ARCOUNT]! << 8) | octets[ARCOUNT + 1]!) - 1;
  const mac = compareMac(record.mac, macOf(key, octets, start, additionals, record, context));
  if (mac !== "right" || keyOf(record.key) !== key.name) return { kind: "wrong" };
  const seconds = Math.abs(time - record.time);
  return seconds > record.fudge ? { kind: "time", seconds } : undefined;
}

/** A fault in a few words. */
export function describeFault(fault: AnswerFault): string {
  switch (fault.kind) {
    case "told":
      return tsigErrorName(fault.error);
    case "unsigned":
      return "unsigned";
    case "wrong":
      return "signed wrongly";
    case "time":
      return "signed at another time";
    default:
      return fault satisfies never;
  }
}

const ARCOUNT = 10; // where it stands in the header (RFC 1035 §4.1.1)
