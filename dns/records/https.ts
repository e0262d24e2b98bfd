import { recordType } from "./record-type.ts";
import { bindingDescription, bindingFields, checkBinding } from "./service-binding.ts";

/** HTTPS service binding: where and how the web server of this name is reached (RFC 9460 §9). */
export const HTTPS = recordType({
  type: "HTTPS",
  code: 65,
  rfc: "RFC 9460 §9",
  about: "Where and how the web server of this name is reached",
  example: "1 . alpn=h2,h3",
  fields: bindingFields,
  describe: bindingDescription,
  additional: "targetname",
  check: (binding) => checkBinding("HTTPS", binding),
});
