import { parseArgs } from "node:util";
import { KEY_STATES, type KeyStates } from "../../dns/signing/key-states.ts";
import { type ClockSettings, readClockSettings } from "../settings/clock-settings.ts";
import { type DnssecSettings, readDnssecSettings } from "../settings/dnssec-settings.ts";
import { readKeyStateSettings } from "../settings/key-state-settings.ts";
import { readSerialSettings, SERIALS, type SerialSettings } from "../settings/serial-settings.ts";
import type { Environment, UsageError } from "../settings/usage.ts";

/** What `sign` is told. */
export interface SignSettings {
  /** As the server has it, see `Settings.zones`. */
  readonly zones: string;
  /** The folder that the signed zones go into. */
  readonly out: string;
  readonly dnssec: DnssecSettings;
  readonly isShape: boolean;
  readonly clock?: ClockSettings;
  readonly serials?: SerialSettings;
  /** As the server has them, see `Settings.keyStates`. */
  readonly keyStates?: KeyStates;
}

/** Shown for `sign --help` and after a usage error. */
export const SIGN_USAGE = `Usage: node server.js sign --zones PATH --dnssec-keys DIR --out DIR [--now TIME]

Writes the zones as the server would serve them now, those that are to be signed with their signatures, as zone files: one for
each zone, under the name that its file has. Two runs in the same week write the same octets. Node's permission model needs
--allow-fs-write=DIR for it. ZONEPIPE_DNSSEC_KEYS, ${SERIALS} and ${KEY_STATES} in the environment are read as the server does.

  --zones PATH        a folder of <origin>.zone files, or a JSON file {"example.com.": "path", …}
  --dnssec-keys DIR   private keys of the zones: K<zone>+<algorithm>+<tag>.private and *.pem (PKCS#8)
  --out DIR           where the signed zones go; it is made where it is not there
  --now TIME          the calendar to sign by, as 1793750400 or 2026-11-04T00:00:00Z (default: the machine's)
  --dnssec-shape      sign with stand-ins of the right form, which need no keys and which no resolver takes
  --help              this text

Exit status: 0 all zones are written, 1 not, 2 wrong usage.
`;

/** Reads the words after `sign`; `now` is the machine's clock, in milliseconds since 1970. */
export function readSignSettings(
  args: readonly string[],
  environment: Environment,
  now: number,
): SignSettings | UsageError | "help" {
  let values: ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>["values"];
  try {
    values = parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
  if (values.help === true) return "help";
  if (values.zones === undefined) return { error: "--zones PATH is missing" };
  if (values.out === undefined) return { error: "--out DIR is missing" };
  const dnssec = readDnssecSettings(values, environment);
  if ("error" in dnssec) return dnssec;
  const clock = readClockSettings(values, now);
  if (clock !== undefined && "error" in clock) return clock;
  const serials = readSerialSettings(environment[SERIALS]);
  if (serials !== undefined && "error" in serials) return serials;
  const keyStates = readKeyStateSettings(environment);
  if (keyStates !== undefined && "error" in keyStates) return keyStates;
  return {
    ...{ zones: values.zones, out: values.out, dnssec, isShape: values["dnssec-shape"] === true },
    ...(clock === undefined ? {} : { clock }),
    ...(serials === undefined ? {} : { serials }),
    ...(keyStates === undefined ? {} : { keyStates }),
  };
}

const OPTIONS = {
  zones: { type: "string" },
  out: { type: "string" },
  "dnssec-keys": { type: "string" },
  "dnssec-shape": { type: "boolean" },
  now: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;
