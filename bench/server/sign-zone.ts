import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Name, parseName } from "../../dns/name.ts";
import { printPem } from "../../dns/signing/key-files.ts";
import { zonePath } from "../../dns/zone-file/file-name.ts";
import { parseZoneFile } from "../../dns/zone-file/parse.ts";
import { makeNewKey, newZoneKeys } from "../../src/dnssec/make-keys.ts";
import { policyRecord } from "../../src/dnssec/policy.ts";
import { renderZone } from "../../src/render/render-zone.ts";

/** A zone that is to be signed. */
interface Unsigned {
  readonly folder: string;
  readonly origin: string;
  readonly file: string;
  /** Our program as it is shipped. */
  readonly server: string;
}

/**
 * Signs a zone with ECDSA P-256 and gives the file: NSEC, or NSEC3 without iterations, salt and opt-out (RFC 9276 §3.1). All
 * servers load this file, so they have the same signatures to give.
 */
export async function signZone(
  { folder, origin, file, server }: Unsigned,
  denial: "nsec" | "nsec3",
): Promise<string> {
  const [keys, rendered, signed] = ["keys", "rendered", "signed"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const each of [keys, rendered, signed]) await mkdir(each, { recursive: true });
  const apex = parseName(origin) as Name; // it is ours
  const now = Date.now() / 1000;
  const { key, secret } = await makeNewKey({ role: "csk", algorithm: 13, state: "active" }, new Set(), now);
  await writeFile(join(keys, "key.pem"), printPem(secret));
  const { records } = parseZoneFile({ file, bytes: await readFile(file), origin: apex });
  const policy = policyRecord({ origin: apex }, newZoneKeys([key], denial, now));
  const { text } = renderZone({ origin: apex, records: [...records, policy] }, 1);
  const name = `${zonePath(apex)}.zone`;
  await writeFile(join(rendered, name), text);
  const words = ["sign", "--zones", rendered, "--dnssec-keys", keys, "--out", signed];
  await promisify(execFile)(process.execPath, ["--no-warnings", server, ...words]);
  return join(signed, name);
}
