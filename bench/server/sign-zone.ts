import { readFile, writeFile } from "node:fs/promises";
import { flatten, unflatten } from "../../dns/flat-records.ts";
import { type Name, parseName } from "../../dns/name.ts";
import { printPem } from "../../dns/signing/key-files.ts";
import type { SigningPolicy } from "../../dns/signing/policy.ts";
import { signFlatZone } from "../../dns/signing/sign-zone.ts";
import { windowOf } from "../../dns/signing/window.ts";
import { parseZoneFile } from "../../dns/zone-file/parse.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import { openKeyRing } from "../../server/signing/key-ring.ts";
import { readPrivateKeys } from "../../server/signing/private-keys.ts";
import { openSignatureMaker } from "../../server/signing/signature-maker.ts";
import { makeNewKey } from "../../src/dnssec/make-keys.ts";

/**
 * Signs a zone file with ECDSA P-256, as our server signs: NSEC, or NSEC3 without iterations, salt and opt-out (RFC 9276 §3.1).
 * All servers load what is written, so they have the same signatures to give.
 */
export async function signZone(
  origin: string,
  from: string,
  to: string,
  denial: SigningPolicy["denial"],
): Promise<void> {
  const apex = parseName(origin) as Name; // it is ours
  const now = Date.now() / 1000;
  const window = windowOf(now);
  const { secret } = await makeNewKey({ role: "csk", algorithm: 13, state: "active" }, new Set(), now);
  const keys = readPrivateKeys(
    { folder: "keys", written: [] },
    { names: () => ["key.pem"], read: () => Buffer.from(printPem(secret)) },
  );
  if ("error" in keys) throw new Error(keys.error);
  const records = flatten(parseZoneFile({ file: from, bytes: await readFile(from), origin: apex }).records);
  const policy: SigningPolicy = {
    ...{ counter: 1, base: window, windows: 260, denial, ttl: 300, isLeaving: false, csync: false },
    keys: keys.map(({ algorithm, publicKey }) => ({
      ...{ algorithm, publicKey, flags: 257, signs: "all", isPublished: true, isWanted: false },
    })),
  };
  const ring = openKeyRing(keys, openSignatureMaker());
  const made = signFlatZone({
    ...{ origin: Buffer.from(apex, "latin1"), records, policy, window, signerOf: ring.signerOf },
  });
  ring.close();
  await writeFile(to, `${[...unflatten(records), ...unflatten(made)].map(printRecord).join("\n")}\n`);
}
