import { associationDescription, associationFields, checkAssociation } from "./certificate-association.ts";
import { recordType } from "./record-type.ts";

/** TLS association: which certificate the server at this port has (RFC 6698 §2). */
export const TLSA = recordType({
  type: "TLSA",
  code: 52,
  rfc: "RFC 6698 §2",
  about: "Which certificate the server at this port has",
  example: "3 1 1 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0",
  fields: associationFields,
  describe: associationDescription,
  check: (association) => checkAssociation("TLSA", association),
});
