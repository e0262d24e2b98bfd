import { createPrivateKey, createPublicKey, type KeyObject, verify } from "node:crypto";
import { expect, test } from "vitest";
import { openSignatureMaker } from "./signature-maker.ts";
import { ECDSAP256SHA256, ECDSAP384SHA384, ED25519, type PrivateKey } from "./signer.ts";

const EXAMPLE_NET = "076578616d706c65 036e6574 00";
const EXAMPLE_COM = "076578616d706c65 03636f6d 00";
/** An A of www.example.net, and an MX of example.com, as they are signed (RFC 4034 §6.2). */
const A = `03777777 ${EXAMPLE_NET} 0001 0001 00000e10 0004 c0000201`;
const MX = `${EXAMPLE_COM} 000f 0001 00000e10 0014 000a 046d61696c ${EXAMPLE_COM}`;

const PKCS8 = {
  [ECDSAP256SHA256]: "3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420",
  [ECDSAP384SHA384]: "304e020100301006072a8648ce3d020106052b81040022043730350201010430",
  [ED25519]: "302e020100300506032b657004220420",
};
const HASH = { [ECDSAP256SHA256]: "sha256", [ECDSAP384SHA384]: "sha384", [ED25519]: null };

test.each([
  {
    name: "RFC 6605 §6.1",
    algorithm: ECDSAP256SHA256,
    key: "GU6SnQ/Ou+xC5RumuIUIuJZteXT2z0O/ok1s38Et6mQ=",
    data: `0001 0d 03 00000e10 4c88b137 4c63c737 d960 ${EXAMPLE_NET} ${A}`,
    signature: "qx6wLYqmh+l9oCKTN6qIc+bw6ya+KJ8oMz0YP107epXAyGmt+3SNruPFKG7tZoLBLlUzGGus7ZwmwWep666VCw==",
  },
  {
    name: "RFC 6605 §6.2",
    algorithm: ECDSAP384SHA384,
    key: "WURgWHCcYIYUPWgeLmiPY2DJJk02vgrmTfitxgqcL4vwW7BOrbawVmVe0d9V94SR",
    data: `0001 0e 03 00000e10 4c88b4e9 4c63cae9 2a13 ${EXAMPLE_NET} ${A}`,
    signature:
      "/L5hDKIvGDyI1fcARX3z65qrmPsVz73QD1Mr5CEqOiLP95hxQouuroGCeZOvzFaxsT8Glr74hbavRKayJNuydCuzWTSSPdz7wnqXL5bdcJzusdnI0RSMROxxwGipWcJm",
  },
  {
    name: "RFC 8080 §6.1, first, with erratum 4935",
    algorithm: ED25519,
    key: "ODIyNjAzODQ2MjgwODAxMjI2NDUxOTAyMDQxNDIyNjI=",
    data: `000f 0f 02 00000e10 55d4fc60 55b94ce0 0e1d ${EXAMPLE_COM} ${MX}`,
    signature: "oL9krJun7xfBOIWcGHi7mag5/hdZrKWw15jPGrHpjQeRAvTdszaPD+QLs3fx8A4M3e23mRZ9VrbpMngwcrqNAg==",
  },
] as const)("$name: its signature verifies with its key, and so does ours", (example) => {
  const { algorithm, data, signature } = example;
  const secret = Buffer.from(example.key, "base64").toString("hex");
  const der = Buffer.from(PKCS8[algorithm] + secret, "hex");
  const publicKey = createPublicKey(createPrivateKey({ key: der, format: "der", type: "pkcs8" }));
  const octets = Buffer.from(data.replaceAll(" ", ""), "hex");
  const theirs = Buffer.from(signature, "base64");
  expect(isGood(algorithm, octets, publicKey, theirs)).toBe(true);
  const signer = openSignatureMaker().makeSigner({ algorithm, pkcs8: der, publicKey: "" });
  const ours = Buffer.from(signer.sign(octets), "latin1");
  signer.close();
  expect(isGood(algorithm, octets, publicKey, ours)).toBe(true);
  // Those of ECDSA were made with a nonce at random.
  if (algorithm === ED25519) expect(ours).toEqual(theirs);
});

function isGood(
  algorithm: Exclude<PrivateKey["algorithm"], 8>,
  data: Uint8Array,
  key: KeyObject,
  signature: Uint8Array,
): boolean {
  return verify(HASH[algorithm], data, { key, dsaEncoding: "ieee-p1363" }, signature);
}
