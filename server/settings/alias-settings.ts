import { type Address, parseAddress } from "../address/address.ts";
import { ipVersion } from "../address/ip-version.ts";
import type { Environment, UsageError } from "./usage.ts";

/** How targets of ALIAS are looked up. */
export interface AliasSettings {
  /** Who is asked, the first one first; undefined for those of /etc/resolv.conf. */
  readonly resolvers: readonly Address[] | undefined;
  /** For how many seconds what was known is told while a target cannot be looked up. */
  readonly hold: number;
}

/** The flags of it, for `parseArgs`. */
export const ALIAS_FLAGS = {
  resolver: { type: "string", multiple: true },
  "alias-hold": { type: "string" },
} as const;

interface AliasFlags {
  readonly resolver?: readonly string[] | undefined;
  readonly "alias-hold"?: string | undefined;
}

/** Reads them, or what the environment says instead, where resolvers have spaces between. */
export function readAliasSettings(flags: AliasFlags, environment: Environment): AliasSettings | UsageError {
  const [source, texts] =
    flags.resolver === undefined
      ? [RESOLVERS, (environment[RESOLVERS] ?? "").split(/\s+/).filter((text) => text !== "")]
      : ["--resolver", flags.resolver];
  const resolvers: Address[] = [];
  for (const text of texts) {
    const address = parseAddress(text);
    if (address === undefined || ipVersion(address.host) === 0 || address.port === 0)
      return { error: `${source} has "${text}"; expected an IP address and a port, as 192.0.2.53:53` };
    resolvers.push(address);
  }
  const hold = flags["alias-hold"] ?? environment[HOLD] ?? String(WEEK);
  if (!/^[0-9]{1,7}$/.test(hold) || Number(hold) > LONGEST)
    return { error: `--alias-hold or ${HOLD} is "${hold}"; expected 0 to ${LONGEST} seconds` };
  return { resolvers: resolvers.length === 0 ? undefined : resolvers, hold: Number(hold) };
}

const RESOLVERS = "DNS_RESOLVER";
const HOLD = "DNS_ALIAS_HOLD";
const WEEK = 604_800; // seconds; RFC 8767 §5 has one to three days for resolvers, which have no say in what is served
const LONGEST = 2_592_000; // 30 days
