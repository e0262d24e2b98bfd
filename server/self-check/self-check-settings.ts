import { join } from "node:path";
import { parseArgs } from "node:util";
import { isName, type Name, parseName } from "../../dns/name.ts";
import type { KeyStates } from "../../dns/signing/key-states.ts";
import { type Address, parseAddress } from "../address/address.ts";
import { ownAddress } from "../ask/own-ports.ts";
import { readDnssecSettings } from "../settings/dnssec-settings.ts";
import { readKeyStateSettings } from "../settings/key-state-settings.ts";
import { readHttp } from "../settings/listen-settings.ts";
import { readProxySettings } from "../settings/proxy-settings.ts";
import { readSerialSettings, SERIALS, type SerialSettings } from "../settings/serial-settings.ts";
import { serverName } from "../settings/settings.ts";
import type { Environment, UsageError } from "../settings/usage.ts";
import { keyFilesOnDisk, readPrivateKeys } from "../signing/private-keys.ts";
import type { PublicHalf } from "./public-half.ts";
import type { OwnServer } from "./self-check.ts";

/** What a self-check is told. */
export interface SelfCheckSettings extends OwnServer {
  /** As the server has it, see `Settings.zones`. */
  readonly zones: string;
  /** `build.json`. */
  readonly build: string;
  /** Where the server's pages are; undefined where the environment says nothing of it. */
  readonly http?: Address;
  /** The zone to be printed instead. */
  readonly records?: Name;
  /** As the server has them, see `Settings.serials`. */
  readonly serials?: SerialSettings;
  /** As the server has them, see `Settings.keyStates`. */
  readonly keyStates?: KeyStates;
  /** The public halves of private keys in the environment. */
  readonly keys: readonly PublicHalf[];
}

/** Shown for `self-check --help` and after a usage error. */
export const SELF_CHECK_USAGE = `Usage: node server.js self-check [--records ZONE] [--listen ADDRESS:PORT] [--zones PATH]

Asks the server that runs on this machine for every zone, over UDP and TCP, and prints one line of JSON. It takes the same
environment as the server: DNS_UDP_HOST, DNS_TCP_HOST (default 127.0.0.1), DNS_PORT (default 53), ZONEPIPE_SERIALS, ZONEPIPE_KEY_STATES and
ZONEPIPE_DNSSEC_KEYS, of whose keys it tells the public halves; where DNS_PROXY_PORT is set, it asks there, too, and where DNS_HTTP_PORT
is, it tells what names with ALIAS answer.

  --records ZONE          print the records of this zone instead, as a zone file
  --listen ADDRESS:PORT   where to ask, by UDP and TCP, whatever the environment says
  --zones PATH            what the server serves (default: the folder zones beside this program)
  --help                  this text

Exit status: 0 every zone is answered, 1 not, 2 wrong usage.
`;

/** Reads the words after `self-check`; `hostname` is the machine's, `folder` that of the program. */
export function readSelfCheckSettings(
  args: readonly string[],
  environment: { readonly [name: string]: string | undefined },
  hostname: string,
  folder: string,
): SelfCheckSettings | UsageError | "help" {
  let values: ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>["values"];
  try {
    values = parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
  if (values.help === true) return "help";
  const ports = values.listen === undefined ? portsOf(environment) : samePort(values.listen);
  if (ports === undefined)
    return { error: `--listen is "${values.listen}"; expected ADDRESS:PORT or [IPv6]:PORT` };
  if ("error" in ports) return ports;
  const serials = readSerialSettings(environment[SERIALS]);
  if (serials !== undefined && "error" in serials) return serials;
  const keyStates = readKeyStateSettings(environment);
  if (keyStates !== undefined && "error" in keyStates) return keyStates;
  const http = readHttp(undefined, environment);
  if (http !== undefined && "error" in http) return http;
  const keys = publicHalves(environment);
  if ("error" in keys) return keys;
  const settings = {
    ...{ ...ports, keys },
    ...(http === undefined ? {} : { http }),
    ...(keyStates === undefined ? {} : { keyStates }),
    ...(serials === undefined ? {} : { serials }),
    name: serverName(environment, hostname),
    zones: values.zones ?? join(folder, "zones"),
    build: join(folder, "build.json"),
  };
  if (values.records === undefined) return settings;
  const { records: text } = values;
  const records = parseName(text.endsWith(".") ? text : `${text}.`);
  return isName(records) ? { ...settings, records } : { error: `--records: ${records.message}` };
}

const OPTIONS = {
  records: { type: "string" },
  listen: { type: "string" },
  zones: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/** Where to ask, by each transport. */
type Ports = Pick<OwnServer, "udp" | "tcp" | "proxied">;

function samePort(text: string): Ports | undefined {
  const address = parseAddress(text);
  return address && { udp: ownAddress(address), tcp: ownAddress(address) };
}

function portsOf(environment: { readonly [name: string]: string | undefined }): Ports | UsageError {
  const { DNS_PORT = "53", DNS_UDP_HOST = LOOPBACK, DNS_TCP_HOST = LOOPBACK } = environment;
  const port = /^[0-9]{1,5}$/.test(DNS_PORT) ? Number(DNS_PORT) : 0;
  if (port < 1 || port > 65535) return { error: `DNS_PORT is "${DNS_PORT}"; expected 1 to 65535` };
  const own = {
    udp: ownAddress({ host: DNS_UDP_HOST, port }),
    tcp: ownAddress({ host: DNS_TCP_HOST, port }),
  };
  const proxy = readProxySettings({}, environment);
  if ("error" in proxy) return proxy;
  return proxy.listen[0] === undefined ? own : { ...own, proxied: ownAddress(proxy.listen[0]) };
}

function publicHalves(environment: Environment): readonly PublicHalf[] | UsageError {
  const settings = readDnssecSettings({}, environment);
  const keys = "error" in settings ? settings : readPrivateKeys(settings, keyFilesOnDisk);
  if ("error" in keys) return keys;
  return keys.map(({ algorithm, publicKey }) => ({
    algorithm,
    publicKey: Buffer.from(publicKey, "latin1").toString("base64"),
  }));
}

const LOOPBACK = "127.0.0.1";
