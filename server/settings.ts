import { parseArgs } from "node:util";
import { COOKIE_SECRETS, readCookieSettings } from "./cookie-settings.ts";
import type { CookieSettings } from "./cookies.ts";

/** What the server is told at its start. */
export interface Settings {
  readonly listen: readonly Address[];
  /** A folder of `<origin>.zone` files, or a JSON file that maps origins to zone files. */
  readonly zones: string;
  /** Load, verify, say what there is, and stop. */
  readonly check: boolean;
  /** What NSID and `id.server` tell. */
  readonly server: string;
  /** What `version.bind` tells. */
  readonly version: string;
  readonly tcp: TcpLimits;
  /** Without them COOKIE is an option that we do not know. */
  readonly cookies?: CookieSettings;
}

/** Where to listen, for UDP and TCP alike. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Bounds on TCP (RFC 9210 §4.2 to §4.4). */
export interface TcpLimits {
  /** Connections at a time; the one that has been idle longest makes room for a new one. */
  readonly connections: number;
  /** Milliseconds after which a connection without a query is closed. */
  readonly idle: number;
}

/** Shown for `--help` and after a usage error. */
export const USAGE = `Usage: node server/main.ts --listen ADDRESS:PORT [--listen …] --zones PATH [--check]
       node server/main.ts self-check [--help]

Serves the zones in PATH with authority, over UDP and TCP.

  --listen ADDRESS:PORT   where to answer; an IPv6 address in brackets: [::1]:53
  --zones PATH            a folder of <origin>.zone files, or a JSON file {"example.com.": "path", …}
  --check                 load and verify the zones, print a summary and stop
  --server-id TEXT        what NSID and id.server tell (default: FLY_REGION/FLY_MACHINE_ID, else the host's name)
  --version-id TEXT       what version.bind tells (default: ZONEPIPE_VERSION, else "zonepipe")
  --tcp-connections N     TCP connections at a time (default 1000)
  --tcp-idle SECONDS      idle time after which a TCP connection is closed (default 10)
  --require-cookies       over UDP, answer BADCOOKIE to who sends a client cookie without our server cookie (RFC 7873)
  --help                  this text

${COOKIE_SECRETS} in the environment has one or two secrets for DNS cookies (RFC 9018), each of 32 hex digits, with a
comma between; the first makes cookies, both are good. It must be the same on all machines. Without it there are no cookies.

Exit status: 0 stopped as asked, 1 a zone cannot be served, 2 wrong usage or an address cannot be used.
`;

/** What is wrong with the command line, for people. */
export interface UsageError {
  readonly error: string;
}

/** Reads the command line, without node and script; "help" where that was asked for. */
export function readSettings(
  args: readonly string[],
  environment: { readonly [name: string]: string | undefined },
  hostname: string,
): Settings | UsageError | "help" {
  let values: Values;
  try {
    values = parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
  if (values.help === true) return "help";
  if (values.zones === undefined) return { error: "--zones PATH is missing" };
  const listen: Address[] = [];
  for (const text of values.listen ?? []) {
    const address = parseAddress(text);
    if (address === undefined)
      return { error: `--listen is "${text}"; expected ADDRESS:PORT or [IPv6]:PORT` };
    listen.push(address);
  }
  if (listen.length === 0 && values.check !== true) return { error: "--listen ADDRESS:PORT is missing" };
  const connections = parseCount(values["tcp-connections"] ?? "1000");
  if (connections === undefined) return { error: "--tcp-connections is not a number from 1 to 1000000" };
  const idle = parseCount(values["tcp-idle"] ?? "10");
  if (idle === undefined) return { error: "--tcp-idle is not a number from 1 to 1000000" };
  const cookies = readCookieSettings(environment[COOKIE_SECRETS], values["require-cookies"] === true);
  if (cookies !== undefined && "error" in cookies) return cookies;
  return {
    listen,
    zones: values.zones,
    check: values.check === true,
    server: values["server-id"] ?? serverName(environment, hostname),
    version: values["version-id"] ?? environment.ZONEPIPE_VERSION ?? "zonepipe",
    tcp: { connections, idle: idle * 1000 },
    ...(cookies === undefined ? {} : { cookies }),
  };
}

/** What a server calls itself: on Fly its region and machine, else the host's name. */
export function serverName(
  environment: { readonly [name: string]: string | undefined },
  hostname: string,
): string {
  const { FLY_REGION: region, FLY_MACHINE_ID: machine } = environment;
  return region === undefined || machine === undefined ? hostname : `${region}/${machine}`;
}

/** An address and port as one writes them. */
export function printAddress({ host, port }: Address): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

const OPTIONS = {
  listen: { type: "string", multiple: true },
  zones: { type: "string" },
  check: { type: "boolean" },
  "server-id": { type: "string" },
  "version-id": { type: "string" },
  "tcp-connections": { type: "string" },
  "tcp-idle": { type: "string" },
  "require-cookies": { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>["values"];

/** An address and port, an IPv6 address in brackets; undefined where the text is none. */
export function parseAddress(text: string): Address | undefined {
  const match = /^(?:\[([0-9a-fA-F:.]+(?:%[^\]]+)?)\]|([^:[\]]+)):([0-9]{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  const host = match?.[1] ?? match?.[2];
  return host === undefined || port > 65535 ? undefined : { host, port };
}

function parseCount(text: string): number | undefined {
  const value = /^[0-9]{1,7}$/.test(text) ? Number(text) : 0;
  return value >= 1 && value <= 1_000_000 ? value : undefined;
}
