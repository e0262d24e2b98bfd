import { isName, keyOf, parseName, ROOT } from "../../dns/name.ts";
import type { TsigKey } from "../../dns/tsig/key.ts";
import { type Address, parseAddress, printAddress } from "../address/address.ts";
import { ipVersion } from "../address/ip-version.ts";
import type { Environment, UsageError } from "./usage.ts";

/** The environment variable. */
const NOTIFY = "DNS_NOTIFY";

/** Who is told that a zone has another serial (RFC 1996). */
export interface NotifyTarget {
  /** An IP address and a port. */
  readonly address: Address;
  /** What NOTIFY is signed with, and its answer; undefined for nothing. */
  readonly key: TsigKey | undefined;
}

/** The flags that say whom to tell. */
export interface NotifyFlags {
  readonly notify?: readonly string[] | undefined;
}

/**
 * Reads `ADDRESS:PORT` or `ADDRESS:PORT,KEYNAME` of each, as the flags say, else the environment, with spaces between; a name of a key is one of those
 * that there are.
 */
export function readNotifySettings(
  flags: NotifyFlags,
  environment: Environment,
  keys: readonly TsigKey[],
): readonly NotifyTarget[] | UsageError {
  const [source, notify] =
    flags.notify === undefined
      ? [NOTIFY, (environment[NOTIFY] ?? "").split(/\s+/).filter((text) => text !== "")]
      : ["--notify", flags.notify];
  const targets: NotifyTarget[] = [];
  for (const text of notify) {
    const comma = text.indexOf(",");
    const address = parseAddress(comma < 0 ? text : text.slice(0, comma));
    if (address === undefined || ipVersion(address.host) === 0 || address.port === 0) {
      return { error: `${source} is "${text}"; expected IPv4:PORT or [IPv6]:PORT, perhaps with ,KEYNAME` };
    }
    if (targets.some((target) => printAddress(target.address) === printAddress(address))) {
      return { error: `${source} is "${text}"; that address is named already` };
    }
    const name = comma < 0 ? undefined : parseName(text.slice(comma + 1), ROOT);
    const key =
      name !== undefined && isName(name) ? keys.find((each) => each.name === keyOf(name)) : undefined;
    if (comma >= 0 && key === undefined) {
      return { error: `${source} is "${text}"; there is no such key in ZONEPIPE_TSIG_KEYS or --tsig-keys` };
    }
    targets.push({ address, key });
  }
  return targets;
}
