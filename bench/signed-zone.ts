import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Name, parseName } from "../dns/name.ts";
import { printPem } from "../dns/signing/key-files.ts";
import { parseZoneFile } from "../dns/zone-file/parse.ts";
import { makeNewKey, newZoneKeys } from "../src/dnssec/make-keys.ts";
import { policyRecord } from "../src/dnssec/policy.ts";
import { type RenderedZone, renderZone } from "../src/render/render-zone.ts";
import { writeLargeZoneFile } from "./generate.ts";

/** A zone that the server is to sign, as the pipeline renders it. */
export interface MadeZone {
  /** The folder of its private key. */
  readonly keys: string;
  /** The zone with these lines added to it. */
  readonly render: (serial: number, more: string) => RenderedZone;
}

/** Makes a large zone with one key (CSK) in a folder of its own. */
export async function makeSignedZone(
  folder: string,
  name: string,
  size: number,
  algorithm: 13 | 15,
): Promise<MadeZone> {
  const keys = join(folder, "keys");
  await mkdir(keys, { recursive: true });
  const origin = parseName(name) as Name; // which it is
  const time = Date.now() / 1000;
  const { key, secret } = await makeNewKey({ role: "csk", algorithm, state: "active" }, new Set(), time);
  await writeFile(join(keys, "key.pem"), printPem(secret));
  const file = join(folder, "plain");
  await writeLargeZoneFile(file, name, size);
  const plain = await readFile(file, "latin1");
  const policy = policyRecord({ origin }, newZoneKeys([key], "nsec", time));
  const render = (serial: number, more: string) => {
    const { records } = parseZoneFile({ file, bytes: Buffer.from(`${plain}${more}`), origin });
    return renderZone({ origin, records: [...records, policy] }, serial);
  };
  return { keys, render };
}
