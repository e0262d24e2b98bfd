import { text } from "../fields/text.ts";
import { recordType } from "./record-type.ts";

/** Sender policy in a type of its own, which nobody reads any more: SPF stands in TXT (RFC 7208 §3.1). */
export const SPF = recordType({
  type: "SPF",
  code: 99,
  rfc: "RFC 4408 §3.1.1",
  about: "Sender policy in a type that is no longer read; use TXT",
  example: '"v=spf1 -all"',
  fields: { text },
  describe: { text: "Sender policy" },
  obsolete: "Policies stand in TXT (RFC 7208 §3.1); mail servers do not look for SPF",
});
