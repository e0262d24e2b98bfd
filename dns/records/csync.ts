import { u16, u32 } from "../fields/integer.ts";
import { typeBitmap } from "../fields/type-bitmap.ts";
import { recordType } from "./record-type.ts";

/** Child-to-parent synchronization: which records the parent should copy from this zone (RFC 7477 §2). */
export const CSYNC = recordType({
  type: "CSYNC",
  code: 62,
  rfc: "RFC 7477 §2.1",
  about: "Which records the parent should copy from this zone",
  example: "66 3 A NS AAAA",
  fields: { soa_serial: u32, flags: u16, types: typeBitmap },
  describe: {
    soa_serial: "Serial from which on the parent may copy",
    flags: "1 for immediate, 2 to heed the serial, 3 for both",
    types: "Record types to copy",
  },
});
