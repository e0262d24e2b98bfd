import { associationDescription, associationFields, checkAssociation } from "./certificate-association.ts";
import { recordType } from "./record-type.ts";

/** S/MIME association: which certificate a mail address has (RFC 8162 §2). */
export const SMIMEA = recordType({
  type: "SMIMEA",
  code: 53,
  rfc: "RFC 8162 §2",
  about: "Which S/MIME certificate a mail address has",
  example: "3 1 1 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0",
  fields: associationFields,
  describe: associationDescription,
  check: (association) => checkAssociation("SMIMEA", association),
});
