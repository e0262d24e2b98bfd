import { base64Rest } from "../fields/base64.ts";
import { recordType } from "./record-type.ts";

/** DHCP identifier: which DHCP client owns this name (RFC 4701 §3). */
export const DHCID = recordType({
  type: "DHCID",
  code: 49,
  rfc: "RFC 4701 §3",
  about: "Which DHCP client owns this name",
  example: "AAIBY2/AuCccgoJbsaxcQc9TUapptP69lOjxfNuVAA2kjEA=",
  fields: { identifier: base64Rest },
  describe: { identifier: "Identifier type, digest type and digest in Base64" },
});
