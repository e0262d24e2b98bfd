import { compressibleName } from "../fields/name.ts";
import { recordType } from "./record-type.ts";

/** Pointer: the name that belongs to an address, or an instance of a service (RFC 1035 §3.3.12). */
export const PTR = recordType({
  type: "PTR",
  code: 12,
  rfc: "RFC 1035 §3.3.12",
  about: "The name that belongs to an address",
  example: "www.example.com.",
  fields: { target: compressibleName },
  describe: { target: "Name of the host" },
});
