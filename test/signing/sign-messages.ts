import { text } from "node:stream/consumers";
import { openSignatureMaker } from "../../server/signing/signature-maker.ts";
import type { PrivateKey } from "../../server/signing/signer.ts";

/** What this program is to sign, as JSON on its standard input; it tells `Signed` in return. */
export interface Messages {
  readonly algorithm: PrivateKey["algorithm"];
  /** Each has a key and what to sign with it, in hex. */
  readonly messages: readonly { readonly pkcs8: string; readonly data: string }[];
}

/** How it signed, and the signatures in hex. */
export interface Signed {
  readonly slowBecause: string | null;
  readonly signatures: readonly string[];
}

const { algorithm, messages }: Messages = JSON.parse(await text(process.stdin));
const maker = openSignatureMaker();
const signatures = messages.map(({ pkcs8, data }) => {
  const signer = maker.makeSigner({ algorithm, publicKey: "", pkcs8: Buffer.from(pkcs8, "hex") });
  const signature = Buffer.from(signer.sign(Buffer.from(data, "hex")), "latin1").toString("hex");
  signer.close();
  return signature;
});
const signed: Signed = { slowBecause: maker.slowBecause ?? null, signatures };
process.stdout.write(JSON.stringify(signed));
