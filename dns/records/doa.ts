import { base64OrDash } from "../fields/base64.ts";
import { characterString } from "../fields/character-string.ts";
import { u8, u32 } from "../fields/integer.ts";
import { recordType } from "./record-type.ts";

/** Digital object: an object, or where it is (draft-durand-doa-over-dns). */
export const DOA = recordType({
  type: "DOA",
  code: 259,
  rfc: "draft-durand-doa-over-dns-02 §3",
  about: "A digital object, or where it is",
  example: '0 1 2 "" aHR0cHM6Ly93d3cuZXhhbXBsZS5jb20v',
  fields: {
    enterprise: u32,
    object_type: u32,
    location: u8,
    media_type: characterString,
    data: base64OrDash,
  },
  describe: {
    enterprise: "Enterprise number of IANA, 0 for none",
    object_type: "What the object is, by the enterprise's own numbers",
    location: "1 for the object itself, 2 for a URI, 3 for a handle",
    media_type: "Media type such as text/html, or nothing",
    data: "Data in Base64, - for none",
  },
});
