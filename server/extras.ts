import { type CookieSettings, makeCookies } from "./cookies.ts";
import { makeKeepalive } from "./keepalive.ts";
import type { Extras } from "./respond.ts";
import type { TcpLimits } from "./settings.ts";

/** What a server with these settings offers beside its answers. `now` gives milliseconds since 1970. */
export function makeExtras(
  settings: { readonly cookies?: CookieSettings | undefined; readonly tcp: TcpLimits },
  now: () => number,
): Extras {
  return {
    cookies: settings.cookies === undefined ? undefined : makeCookies(settings.cookies, now),
    keepalive: makeKeepalive(settings.tcp.idle),
  };
}
