import { readFileSync, writeFileSync } from "node:fs";
import { flatten, unflatten } from "../dns/flat-records.ts";
import { isName, parseName } from "../dns/name.ts";
import type { SigningPolicy } from "../dns/signing/policy.ts";
import { signFlatZone } from "../dns/signing/sign-zone.ts";
import { windowOf } from "../dns/signing/window.ts";
import { RRSIG } from "../dns/type-numbers.ts";
import { parseZoneFile } from "../dns/zone-file/parse.ts";
import { printRecord } from "../dns/zone-file/print.ts";
import { openKeyRing } from "../server/signing/key-ring.ts";
import { keyFilesOnDisk, readPrivateKeys } from "../server/signing/private-keys.ts";
import { openSignatureMaker } from "../server/signing/signature-maker.ts";

/** Processor time in seconds, and how many signatures were made. */
export interface SigningParts {
  readonly read: number;
  readonly sign: number;
  readonly write: number;
  readonly signatures: number;
  readonly slowBecause: string | undefined;
}

// `node sign-file.js ORIGIN ZONEFILE KEYS OUT PARTS`: signs a zone file with the one key of a folder, as the server does, and writes
// the signed zone, and as JSON what the parts took.
const [origin = "", zoneFile = "", folder = "", out = "", parts = ""] = process.argv.slice(2);
writeFileSync(parts, JSON.stringify(signFile()));

function signFile(): SigningParts {
  const name = parseName(origin);
  if (!isName(name)) throw new Error(name.message);
  let taken = process.cpuUsage();
  const lap = () => {
    const { user, system } = process.cpuUsage(taken);
    taken = process.cpuUsage();
    return (user + system) / 1e6;
  };
  const bytes = readFileSync(zoneFile);
  const records = flatten(parseZoneFile({ file: zoneFile, bytes, origin: name }).records);
  const read = lap();
  const keys = readPrivateKeys({ folder, written: [] }, keyFilesOnDisk);
  if ("error" in keys) throw new Error(keys.error);
  const maker = openSignatureMaker();
  const ring = openKeyRing(keys, maker);
  const window = windowOf(Date.now() / 1000);
  const policy: SigningPolicy = {
    ...{ counter: 1, base: window, windows: 260, denial: "nsec", ttl: 3600, isLeaving: false, csync: false },
    keys: keys.map(({ algorithm, publicKey }) => ({
      ...{ algorithm, publicKey, flags: 257, signs: "all", isPublished: true, isWanted: false },
    })),
  };
  const wire = Buffer.from(name, "latin1");
  const made = signFlatZone({ origin: wire, records, policy, window, signerOf: ring.signerOf });
  ring.close();
  const sign = lap();
  const all = [...unflatten(records), ...unflatten(made)];
  writeFileSync(out, `${all.map(printRecord).join("\n")}\n`);
  const { slowBecause } = maker;
  const signatures = made.types.reduce((sum, type) => sum + (type === RRSIG ? 1 : 0), 0);
  return { read, sign, write: lap(), signatures, slowBecause };
}
