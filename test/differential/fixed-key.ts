import { createPrivateKey, type KeyObject } from "node:crypto";

/** A key of Ed25519 with both halves. */
export interface FixedKey {
  readonly privateKey: KeyObject;
  /** Each 32 octets, in Base64. */
  readonly publicText: string;
  readonly seedText: string;
}

/** What stands before the 32 octets of a private key in its DER form (RFC 8410 §7). */
const ED25519_PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

/** The one key of all signed zones. It is no secret, for the zones of a seed are the same in every run. */
export const KEY: FixedKey = makeKey();

function makeKey(): FixedKey {
  const seed = Buffer.alloc(32, "zonepipe"); // an Ed25519 private key is any 32 octets (RFC 8032 §5.1.5)
  const pkcs8 = Buffer.concat([ED25519_PKCS8, seed]);
  const privateKey = createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
  const { x } = privateKey.export({ format: "jwk" });
  const publicText = Buffer.from(x!, "base64url").toString("base64");
  return { privateKey, publicText, seedText: seed.toString("base64") };
}
