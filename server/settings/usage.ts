import { COOKIE_SECRETS } from "./cookie-settings.ts";
import { SERIALS } from "./serial-settings.ts";

/** Shown for `--help` and after a usage error. */
export const USAGE = `Usage: node server/main.ts --listen ADDRESS:PORT [--listen …] --zones PATH [--check]
       node server/main.ts self-check [--help]
       node server/main.ts answer --zones PATH

Serves the zones in PATH with authority, over UDP and TCP; with the word answer, through a pipe instead (answer --help).

  --listen ADDRESS:PORT      where to answer; an IPv6 address in brackets: [::1]:53; 0.0.0.0 and [::] are all of the host's
  --listen-udp ADDRESS:PORT  the same, over UDP only
  --listen-tcp ADDRESS:PORT  the same, over TCP only
  --zones PATH               a folder of <origin>.zone files, or a JSON file {"example.com.": "path", …}
  --watch                    load the zones again when their files change, as SIGHUP does
  --check                    load and verify the zones, print a summary and stop
  --strict                   do not start unless every zone can be loaded; without it, a zone that cannot is answered SERVFAIL
                             and the others are served (--check is always strict)
  --user NAME, --group NAME  whom to become when the sockets are open (both or neither)
  --udp batch|portable|auto  by recvmmsg and sendmmsg, by node:dgram, or by the better of what works (default auto);
                             portable may answer from another address than was asked where --listen is 0.0.0.0 or [::]
  --udp-threads N            threads that answer over UDP (default: one for each processor)
  --server-id TEXT           what NSID and id.server tell (default: FLY_REGION/FLY_MACHINE_ID, else the host's name)
  --version-id TEXT          what version.bind tells (default: ZONEPIPE_VERSION, else "zonepipe")
  --tcp-connections N        TCP connections at a time (default 1000)
  --tcp-per-address N        of those from one IPv4 address or IPv6 /64 (default 100)
  --tcp-proxies BLOCKS       where proxies connect from, which --tcp-per-address does not count: "192.0.2.0/24,2001:db8::1",
                             or none (default: on Fly.io 172.16.0.0/12, where all TCP comes from)
  --tcp-idle SECONDS         idle time after which a TCP connection is closed (default 10)
  --http ADDRESS:PORT        gives /readyz and /metrics there, over HTTP (default: nowhere)
  --drain SECONDS            how long UDP is still answered after SIGTERM (default 0)
  --require-cookies          over UDP, answer BADCOOKIE to who sends a client cookie without our server cookie (RFC 7873)
  --help                     this text

An ADDRESS may be a name; it has 5 seconds to resolve. Without --listen, these are read from the environment:
DNS_UDP_HOST and DNS_TCP_HOST (default 0.0.0.0) and DNS_PORT (default 53); on Fly.io fly-local-6pn is added. The same
for --http: DNS_HTTP_PORT, with DNS_HTTP_HOST (default 0.0.0.0); and for --drain: DNS_DRAIN.

${COOKIE_SECRETS} in the environment has one or two secrets for DNS cookies (RFC 9018), each of 32 hex digits, with a
comma between; the first makes cookies, both are good. It must be the same on all machines. Without it there are no cookies.

${SERIALS} in the environment has serials for zones in place of those in their files, "example.com.=2026112202 example.org.=7":
SOA and ZONEMD are made anew, once those of the file are verified. A zone that is signed keeps its own, for nobody here could
sign it again, and so does one whose file changes while the server runs.

Exit status: 0 stopped as asked, 1 no zone can be loaded (with --check or --strict: not every zone), 2 wrong usage or an address cannot be used.
`;

/** What is wrong with the command line, for people. */
export interface UsageError {
  readonly error: string;
}

/** Environment variables. */
export interface Environment {
  readonly [name: string]: string | undefined;
}
