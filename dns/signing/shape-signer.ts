import { createHash } from "node:crypto";
import { signatureLength } from "./algorithms.ts";
import type { PolicyKey } from "./policy.ts";
import type { Sign } from "./sign.ts";

/**
 * Makes what has the length of a signature and is none: a hash of the key and of what would be signed, as often as
 * needed. With it a zone has the shape that it will have, on machines that have no private keys.
 */
export function shapeSign(key: PolicyKey): Sign {
  const length = signatureLength(key);
  return (data) => {
    let shape = "";
    for (let part = 0; shape.length < length; part++) {
      const hash = createHash("sha512").update(`stand-in ${part}\0${key.publicKey}`, "latin1").update(data);
      shape += hash.digest("latin1");
    }
    return shape.slice(0, length);
  };
}
