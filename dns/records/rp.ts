import { canonicalMailbox, canonicalName } from "../fields/name.ts";
import { recordType } from "./record-type.ts";

/** Responsible person: whom to write to about this name (RFC 1183 §2.2). */
export const RP = recordType({
  type: "RP",
  code: 17,
  rfc: "RFC 1183 §2.2",
  about: "Whom to write to about this name",
  example: "hostmaster.example.com. about.example.com.",
  fields: { mbox: canonicalMailbox, txt: canonicalName },
  describe: {
    mbox: 'Mail address as a name, its @ written as a dot; "." for none',
    txt: 'Name with a TXT record that says more; "." for none',
  },
});
