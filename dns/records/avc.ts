import { strings } from "../fields/strings.ts";
import { recordType } from "./record-type.ts";

/** Application visibility and control (IANA, template of 2016). */
export const AVC = recordType({
  type: "AVC",
  code: 258,
  rfc: "IANA template AVC (2016)",
  about: "What an application wants of the network",
  example: '"app-name:EXAMPLE|app-class:OAM"',
  fields: { avc_data: strings },
  describe: { avc_data: "Texts about the application" },
});
