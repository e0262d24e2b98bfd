import { name } from "../fields/name.ts";
import { recordType } from "./record-type.ts";

/** Trust anchor link: the list of old keys of a zone (draft-ietf-dnsop-dnssec-trust-history). */
export const TALINK = recordType({
  type: "TALINK",
  code: 58,
  rfc: "draft-ietf-dnsop-dnssec-trust-history-02 §3",
  about: "Neighbours in the list of old keys of this zone",
  example: "h0.example.com. h2.example.com.",
  fields: { previous_name: name, next_name: name },
  describe: {
    previous_name: 'Name of the keys before, "." for none',
    next_name: 'Name of the keys after, "." for none',
  },
});
