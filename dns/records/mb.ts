import { compressibleName } from "../fields/name.ts";
import { recordType } from "./record-type.ts";

/** Mailbox: a host that has this mailbox, an experiment (RFC 1035 §3.3.3). */
export const MB = recordType({
  type: "MB",
  code: 7,
  rfc: "RFC 1035 §3.3.3",
  about: "A host that has the mailbox of this name; an experiment",
  example: "host.example.com.",
  fields: { madname: compressibleName },
  describe: { madname: "Host with the mailbox" },
  additional: "madname",
});
