import { compressibleMailbox } from "../fields/name.ts";
import { recordType } from "./record-type.ts";

/** Mailbox or mailing list information, an experiment (RFC 1035 §3.3.7). */
export const MINFO = recordType({
  type: "MINFO",
  code: 14,
  rfc: "RFC 1035 §3.3.7",
  about: "Who answers for a mailing list and who gets its errors; an experiment",
  example: "owner.example.com. errors.example.com.",
  fields: { rmailbx: compressibleMailbox, emailbx: compressibleMailbox },
  describe: { rmailbx: "Mailbox of the person in charge", emailbx: "Mailbox for errors" },
});
