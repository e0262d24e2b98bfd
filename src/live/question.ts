import { Fault } from "../../dns/fault.ts";
import { isName, parseName, ROOT } from "../../dns/name.ts";
import { A } from "../../dns/type-numbers.ts";
import { typeCode } from "../../dns/types.ts";
import { whyNoName } from "../../dns/written-name.ts";
import { toAscii } from "../source/idn.ts";
import type { Question } from "../verify/types.ts";

const MOST = 1_100; // characters: a name with every octet escaped, and a type
const TRANSFERS: ReadonlySet<number> = new Set([0, 41, 249, 250, 251, 252]); // OPT, keys and transfers are no data

/** Reads a question as people write it: `www.example.com MX`; without a type, A. A text that is none says why. */
export function readQuestion(text: string): Question | { readonly why: string } {
  const [name = "", type, ...more] = text.trim().split(/\s+/);
  if (name === "" || more.length > 0 || text.length > MOST)
    return { why: "Write a name and a type, as in www.example.com MX." };
  const code = type === undefined ? A : typeCode(type);
  if (code === undefined || TRANSFERS.has(code))
    return { why: `${JSON.stringify(type)} is no type of a record; write one as in MX or TYPE65280.` };
  const fault = whyNoName(name, ROOT);
  if (fault !== undefined) return { why: `The name ${fault.message}. ${fault.help}` };
  try {
    const parsed = parseName(toAscii(name), ROOT);
    return isName(parsed)
      ? { name: parsed, type: code }
      : { why: `The name: ${parsed.message}. ${parsed.help}` };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { why: `The name ${error.message}. ${error.help}` };
  }
}
