import { parseArgs } from "node:util";
import { type ClockSettings, readClockSettings } from "../settings/clock-settings.ts";
import { readSerialSettings, SERIALS, type SerialSettings } from "../settings/serial-settings.ts";
import type { Environment, UsageError } from "../settings/usage.ts";

/** What `answer` is told. */
export interface PipeSettings {
  /** As the server has it, see `Settings.zones`. */
  readonly zones: string;
  /** As the server has them, see `Settings.serials`. */
  readonly serials?: SerialSettings;
  /** As the server has it, see `Settings.clock`. */
  readonly clock?: ClockSettings;
  /** Zones are signed with stand-ins for signatures. */
  readonly isShape: boolean;
}

/** Shown for `answer --help` and after a usage error. */
export const PIPE_USAGE = `Usage: node server.js answer --zones PATH [--dnssec-shape] [--now TIME]

Answers queries from standard input on standard output, as the server that has these zones does over TCP. Each query, and
each answer, stands behind its length in two octets (RFC 1035 §4.2.2). The answers come in the order of the queries; a query
that the server says nothing to is answered with the length 0. There are no sockets, no threads, no cookies, no NSID, no
edns-tcp-keepalive. A zone that cannot be loaded is answered SERVFAIL. What is wrong is told on standard error.
${SERIALS} in the environment is read as the server does.

  --zones PATH     a folder of <origin>.zone files, or a JSON file {"example.com.": "path", …}
  --dnssec-shape   zones that are to be signed here are, with stand-ins of the right form; without it they are answered SERVFAIL, for
                   there are no keys here
  --now TIME       the calendar that they are signed by, as 1793750400 or 2026-11-04T00:00:00Z (default: the machine's)
  --help           this text

Exit status: 0 the input has ended, 1 no zone can be loaded, 2 wrong usage, the input ends inside a query, or the answers cannot
be written.
`;

/** Reads the words after `answer`. */
export function readPipeSettings(
  args: readonly string[],
  environment: Environment,
  now: () => number = Date.now,
): PipeSettings | UsageError | "help" {
  let values: ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>["values"];
  try {
    values = parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
  if (values.help === true) return "help";
  if (values.zones === undefined) return { error: "--zones PATH is missing" };
  const serials = readSerialSettings(environment[SERIALS]);
  if (serials !== undefined && "error" in serials) return serials;
  const clock = readClockSettings(values, now());
  if (clock !== undefined && "error" in clock) return clock;
  return {
    ...{ zones: values.zones, isShape: values["dnssec-shape"] === true },
    ...(serials === undefined ? {} : { serials }),
    ...(clock === undefined ? {} : { clock }),
  };
}

const OPTIONS = {
  zones: { type: "string" },
  "dnssec-shape": { type: "boolean" },
  now: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;
