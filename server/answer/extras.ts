import type { TsigKey } from "../../dns/tsig/key.ts";
import { type CookieSettings, makeCookies } from "./cookies.ts";
import type { Counters } from "./counters.ts";
import { makeKeepalive } from "./keepalive.ts";
import type { Extras } from "./respond.ts";
import { makeSigning } from "./signing.ts";

/**
 * What a server with these settings offers beside its answers: `idle` is for how many milliseconds a connection may be
 * without a question, `now` gives milliseconds since 1970.
 */
export function makeExtras(
  settings: {
    readonly cookies?: CookieSettings | undefined;
    readonly tsigKeys: readonly TsigKey[];
    readonly tcp: { readonly idle: number };
  },
  now: () => number,
  counters: Counters,
): Extras {
  return {
    cookies: settings.cookies === undefined ? undefined : makeCookies(settings.cookies, now),
    keepalive: makeKeepalive(settings.tcp.idle),
    signing: settings.tsigKeys.length === 0 ? undefined : makeSigning(settings.tsigKeys, now, counters),
  };
}
