import { strings } from "../fields/strings.ts";
import { recordType } from "./record-type.ts";

/** Zone status information (IANA, template of 2008). */
export const NINFO = recordType({
  type: "NINFO",
  code: 56,
  rfc: "IANA template NINFO (2008)",
  about: "Status of a zone, for people",
  example: '"Zone is signed" "see https://example.com/status"',
  fields: { zs_data: strings },
  describe: { zs_data: "Texts about the zone" },
});
