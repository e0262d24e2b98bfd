import { strings } from "../fields/strings.ts";
import { recordType } from "./record-type.ts";

/** Resolver information (RFC 9606 §4). */
export const RESINFO = recordType({
  type: "RESINFO",
  code: 261,
  rfc: "RFC 9606 §4",
  about: "What a resolver can do",
  example: '"qnamemin" "exterr=15-17" "infourl=https://resolver.example.com/guide"',
  fields: { keys: strings },
  describe: { keys: "Keys, with = and a value where they have one" },
});
