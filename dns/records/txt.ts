import { text } from "../fields/text.ts";
import { recordType } from "./record-type.ts";

/** Text (RFC 1035 §3.3.14). */
export const TXT = recordType({
  type: "TXT",
  code: 16,
  rfc: "RFC 1035 §3.3.14",
  about: "A text, for people or programs",
  example: '"v=spf1 mx -all"',
  fields: { text },
  describe: { text: "Text of any length; it is split into strings of 255 octets" },
});
