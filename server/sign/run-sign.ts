import { join } from "node:path";
import { printName } from "../../dns/name.ts";
import { printProblem } from "../../dns/problem.ts";
import { showLines } from "../../dns/show-hidden.ts";
import { zonePath } from "../../dns/zone-file/file-name.ts";
import type { Environment } from "../settings/usage.ts";
import { makeClock } from "../signing/clock.ts";
import { keyFilesOnDisk, readPrivateKeys } from "../signing/private-keys.ts";
import { makeSigners } from "../signing/signers.ts";
import { makeWindows } from "../signing/windows.ts";
import { load } from "../zones/load.ts";
import { readSignSettings, SIGN_USAGE } from "./sign-settings.ts";
import { writeZone } from "./write-zone.ts";

const WRITTEN = 0;
const NOT_WRITTEN = 1;
const USAGE = 2;

/**
 * `server.js sign`: writes zones as they would be served now, and gives the exit code. Where one of them cannot be signed, none is
 * written. `args` are the words after `sign`.
 *
 * @param built when this server and its zones were built, in seconds since 1970; null where that is not known
 */
export async function runSign(
  args: readonly string[],
  environment: Environment,
  built: number | null,
): Promise<number> {
  const settings = readSignSettings(args, environment, Date.now());
  if (settings === "help") {
    process.stdout.write(SIGN_USAGE);
    return WRITTEN;
  }
  if ("error" in settings) return complain(`${settings.error}\n\n${SIGN_USAGE}`, USAGE);
  const { zones, out, dnssec, isShape, clock, serials, keyStates: states } = settings;
  const keys = isShape ? [] : readPrivateKeys(dnssec, keyFilesOnDisk);
  if ("error" in keys) return complain(keys.error, USAGE);
  const window = makeWindows(makeClock(clock, Date.now), built)();
  const { signerOf, by, close } = await makeSigners({ keys, isShape });
  const result = load(zones, undefined, serials, { kind: "now", window, signerOf, by, states });
  close();
  for (const problem of result.problems) complain(printProblem(problem), NOT_WRITTEN);
  if (result.kind !== "loaded" || result.loaded.broken.length > 0) return NOT_WRITTEN;
  const { tables, zones: loaded } = result.loaded;
  try {
    for (const [number, { origin, records, signed }] of loaded.entries()) {
      writeZone(join(out, `${zonePath(origin)}.zone`), tables, number);
      const signatures =
        signed === undefined ? "not to be signed" : `${signed.signatures} signatures (${by})`;
      process.stdout.write(`${showLines(`${printName(origin)} ${records} records, ${signatures}`)}\n`);
    }
    return WRITTEN;
  } catch (error) {
    return complain(
      `Cannot write into ${out}: ${error instanceof Error ? error.message : error}`,
      NOT_WRITTEN,
    );
  }
}

function complain(text: string, code: number): number {
  process.stderr.write(`${showLines(text)}\n`);
  return code;
}
