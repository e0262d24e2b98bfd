import { compressibleMailbox } from "../fields/name.ts";
import { recordType } from "./record-type.ts";

/** Mail group member, an experiment (RFC 1035 §3.3.6). */
export const MG = recordType({
  type: "MG",
  code: 8,
  rfc: "RFC 1035 §3.3.6",
  about: "A mailbox that is a member of the mail group of this name; an experiment",
  example: "ann.example.com.",
  fields: { mgmname: compressibleMailbox },
  describe: { mgmname: "Mailbox of the member" },
});
