import { recordType } from "./record-type.ts";
import { bindingDescription, bindingFields, checkBinding } from "./service-binding.ts";

/** Service binding: where and how a service is reached (RFC 9460 §2). */
export const SVCB = recordType({
  type: "SVCB",
  code: 64,
  rfc: "RFC 9460 §2",
  about: "Where and how a service is reached",
  example: "1 svc.example.net. alpn=h2 port=8443 ipv4hint=192.0.2.7",
  fields: bindingFields,
  describe: bindingDescription,
  additional: "targetname",
  check: (binding) => checkBinding("SVCB", binding),
});
