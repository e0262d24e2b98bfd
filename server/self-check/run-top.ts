import { parseArgs } from "node:util";
import { showLines } from "../../dns/show-hidden.ts";
import { printAddress } from "../address/address.ts";
import { ownAddress } from "../ask/own-ports.ts";
import { readHttp } from "../settings/listen-settings.ts";
import type { Environment } from "../settings/usage.ts";

/** What a program leaves behind. */
export interface Told {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `server.js top`: does what `askTop` says, prints it, and gives the exit code. `args` are the words after `top`. */
export async function runTop(args: readonly string[], environment: Environment): Promise<number> {
  const { code, stdout, stderr } = await askTop(args, environment);
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  return code;
}

/** Asks the server that runs beside us what it is asked for, as one line of JSON. */
export async function askTop(args: readonly string[], environment: Environment): Promise<Told> {
  let values: ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>["values"];
  try {
    values = parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    return complain(`${error instanceof Error ? error.message : error}\n\n${USAGE}`, WRONG_USAGE);
  }
  if (values.help === true) return { code: 0, stdout: USAGE, stderr: "" };
  const http = readHttp(values.http, environment);
  if (http === undefined) return complain(`--http ADDRESS:PORT is missing\n\n${USAGE}`, WRONG_USAGE);
  if ("error" in http) return complain(`${http.error}\n\n${USAGE}`, WRONG_USAGE);
  const { limit, of, zone, digest } = values;
  const search = new URLSearchParams({
    ...(limit === undefined ? {} : { limit }),
    ...(of === undefined ? {} : { of }),
    ...(zone === undefined ? {} : { zone }),
    ...(digest === true && { digest: "" }),
  });
  try {
    const url = `http://${printAddress(ownAddress(http))}/asked?${search}`;
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE) });
    const text = await response.text();
    if (!response.ok) return complain(text.trimEnd(), FAILED);
    return { code: 0, stdout: text, stderr: "" };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return complain(`The server does not say: ${cause instanceof Error ? cause.message : cause}`, FAILED);
  }
}

const FAILED = 1;
const WRONG_USAGE = 2;
const PATIENCE = 10_000; // milliseconds

const USAGE = `Usage: node server.js top [--limit N] [--of NAME/TYPE,… | --zone NAME | --digest] [--http ADDRESS:PORT]

Asks the server that runs on this machine what it is asked for, and prints that as one line of JSON: RRsets with the number
of questions that they answered, and names that do not exist. It takes the same environment as the server: DNS_HTTP_PORT.

  --limit N               how many of each (default 20)
  --of NAME/TYPE,…        these RRsets instead, as far as they are served
  --zone NAME             all RRsets of this zone together instead
  --digest                all that was asked for instead, in bounded space and for programs
  --http ADDRESS:PORT     where the server's pages are, whatever the environment says
  --help                  this text

Exit status: 0 it is told, 1 not, 2 wrong usage.
`;

const OPTIONS = {
  limit: { type: "string" },
  of: { type: "string" },
  zone: { type: "string" },
  digest: { type: "boolean" },
  http: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

function complain(text: string, code: number): Told {
  return { code, stdout: "", stderr: `${showLines(text)}\n` };
}
