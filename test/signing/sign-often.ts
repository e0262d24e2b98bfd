import { generateKeyPairSync } from "node:crypto";
import { openLibCrypto } from "../../server/signing/libcrypto.ts";
import { openSslSigner } from "../../server/signing/openssl.ts";

/** Signs as often as the command line says, with keys that come and go, and prints by how many octets the process has grown. */
const rounds = Number(process.argv[2]);
const OF_A_KEY = 20;
const WARM_UP = 0.2; // by then heaps and caches have their size

const libCrypto = openLibCrypto();
if ("missing" in libCrypto) throw new Error(libCrypto.missing);
const keys = [
  { algorithm: 13, key: generateKeyPairSync("ec", { namedCurve: "P-256" }) },
  { algorithm: 15, key: generateKeyPairSync("ed25519") },
] as const;
const ders = keys.map(({ key }) => key.privateKey.export({ type: "pkcs8", format: "der" }));
const data = Buffer.alloc(200);
let before = 0;
for (let round = 0; round < rounds / OF_A_KEY; round++) {
  if (round === Math.floor((WARM_UP * rounds) / OF_A_KEY)) before = process.memoryUsage.rss();
  const which = round % 2;
  const signer = openSslSigner(libCrypto, keys[which]!.algorithm, ders[which]!);
  for (let each = 0; each < OF_A_KEY; each++) {
    data.writeUInt32BE(each);
    signer.sign(data);
  }
  signer.close();
}
console.log(process.memoryUsage.rss() - before);
