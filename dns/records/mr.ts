import { compressibleMailbox } from "../fields/name.ts";
import { recordType } from "./record-type.ts";

/** Mail rename, an experiment (RFC 1035 §3.3.8). */
export const MR = recordType({
  type: "MR",
  code: 9,
  rfc: "RFC 1035 §3.3.8",
  about: "The new name of the mailbox of this name; an experiment",
  example: "ann.example.com.",
  fields: { newname: compressibleMailbox },
  describe: { newname: "Mailbox that took its place" },
});
