import { KEY_STATES } from "../../dns/signing/key-states.ts";
import { TSIG_KEYS } from "../../dns/tsig/variables.ts";
import { COOKIE_SECRETS } from "./cookie-settings.ts";
import { DNSSEC_KEYS } from "./dnssec-settings.ts";
import { SERIALS } from "./serial-settings.ts";

/** Shown for `--help` and after a usage error. */
export const USAGE = `Usage: node server/main.ts --listen ADDRESS:PORT [--listen …] --zones PATH [--check]
       node server/main.ts self-check [--help]
       node server/main.ts answer --zones PATH
       node server/main.ts sign --zones PATH --dnssec-keys DIR --out DIR
       node server/main.ts top [--help]

Serves the zones in PATH with authority, over UDP and TCP; with the word answer, through a pipe instead (answer --help); with the
word sign it writes them with their signatures (sign --help).

  --listen ADDRESS:PORT      where to answer; an IPv6 address in brackets: [::1]:53; 0.0.0.0 and [::] are all of the host's
  --listen-udp ADDRESS:PORT  the same, over UDP only
  --listen-tcp ADDRESS:PORT  the same, over TCP only
  --zones PATH               a folder of <origin>.zone files, or a JSON file {"example.com.": "path", …}
  --watch                    load the zones again when their files change, as SIGHUP does
  --quick-reload             keep the thread that does so from the start on, some 10 MB; without it, one is started for a reload and
                             goes when there was none for a minute
  --check                    load and verify the zones, print a summary and stop
  --write-tables             with --check: write the tables that are made of the zones into a file, from which a start is faster
  --tables FILE|none         where that file is (default: zones.tables in the folder of the zones, PATH.tables for a JSON file); it is
                             used where it is that of these zones and of this server; none: never
  --write-code               start, on a port of 127.0.0.1, write what V8 has compiled for that beside the server, as server.js.code, and
                             stop: the next start of the same server, by the same Node, takes it and is faster
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
  --proxy-listen ADDRESS:PORT  TCP through proxies that tell the client's address (PROXY protocol, version 2); nothing is answered
                             there without that header
  --proxy-from BLOCKS        who may connect there (default: on Fly.io 172.16.0.0/12); everybody else is closed at once
  --tcp-idle SECONDS         idle time after which a TCP connection is closed (default 10)
  --http ADDRESS:PORT        gives /readyz, /metrics and /status there, over HTTP (default: nowhere)
  --drain SECONDS            how long UDP is still answered after SIGTERM (default 0)
  --require-cookies          over UDP, answer BADCOOKIE to who sends a client cookie without our server cookie (RFC 7873)
  --allow-transfer WHO       who may have zones by AXFR and IXFR: the name of a key, or a block of addresses such as 192.0.2.0/24;
                             again for each (default: DNS_ALLOW_TRANSFER, with spaces between, else nobody)
  --notify ADDRESS:PORT[,KEYNAME]  tell this secondary of every zone whose serial is another, signed with that key; again
                             for each (default: DNS_NOTIFY, with spaces between, else nobody)
  --resolver ADDRESS:PORT    whom to ask for the targets of ALIAS; again for each (default: DNS_RESOLVER, with spaces between, else
                             those of /etc/resolv.conf)
  --alias-hold SECONDS       how long the addresses of a target are told that cannot be looked up any more (default: DNS_ALIAS_HOLD,
                             else 604800, a week); then the name is answered SERVFAIL
  --tsig-keys FILE           keys to verify signed requests and sign their answers with (RFC 8945), one a line
  --dnssec-keys DIR          private keys of zones that are signed here: K<zone>+<algorithm>+<tag>.private and *.pem (PKCS#8)
  --dnssec-shape             sign with stand-ins of the right form, which need no keys: no resolver takes them
  --now TIME[,RATE]          the calendar by which zones are signed, as 1793750400 or 2026-11-04T00:00:00Z, and how many times as fast
                             it runs (default: the machine's); for tests of time: TSIG, cookies and logs go by the machine's
  --query-log off|RATE       log every question and answer (1), or a random part of them such as 0.01 (default: off; 1 with --dnstap)
  --query-log-format FORMAT  text, as CoreDNS writes it, or json: lines on standard output (default: text; none with --dnstap)
  --dnstap PATH              log as dnstap to the Unix socket with this whole path, to tcp:ADDRESS:PORT, or into file:PATH
  --rrl-rate N               over UDP, answers of one kind a second to one IPv4 /24 or IPv6 /56 (default 200; 0: no limit)
  --rrl-slip N               of those above it, each Nth goes out with TC and no data, the others are dropped (default 1; 0: all)
  --rrl-window SECONDS       how long a prefix that asked for too much may stay in debt (default 15)
  --rrl-allow BLOCKS         who is never limited, beside loopback and private addresses; none: nobody, not even
                             those; none,BLOCKS: these alone
  --rrl-log-only yes|no|auto count and log only; auto until clients in two prefixes have asked (default auto)
  --rrl-table-size N         prefixes and kinds that are told apart at a time, of 8 octets each (default 65536)
  --nocookie-udp-size N      over UDP, TC for answers of more octets to who has no server cookie (default 1232: none are larger)
  --help                     this text

An ADDRESS may be a name; it has 5 seconds to resolve. Without --listen, these are read from the environment:
DNS_UDP_HOST and DNS_TCP_HOST (default 0.0.0.0) and DNS_PORT (default 53); on Fly.io fly-local-6pn is added. The same
for --http: DNS_HTTP_PORT, with DNS_HTTP_HOST (default 0.0.0.0); for --proxy-listen: DNS_PROXY_PORT, on DNS_TCP_HOST, with
DNS_PROXY_FROM; for --drain: DNS_DRAIN; for the log: DNS_QUERY_LOG, DNS_QUERY_LOG_FORMAT and DNS_DNSTAP; and for the limits:
DNS_RRL_RATE to DNS_RRL_TABLE_SIZE, and DNS_NOCOOKIE_UDP_SIZE.

${COOKIE_SECRETS} in the environment has one or two secrets for DNS cookies (RFC 9018), each of 32 hex digits, with a
comma between; the first makes cookies, both are good. It must be the same on all machines. Without it there are no cookies.

${TSIG_KEYS} in the environment, or the file of --tsig-keys, has keys as name:algorithm:base64, in the environment with
commas between; variables whose names go on behind it (ZONEPIPE_TSIG_KEYS_NS3_1) have keys, too. The algorithm is hmac-sha256,
hmac-sha384 or hmac-sha512, the secret 16 octets or more. All are good at a time.

${DNSSEC_KEYS} in the environment, and variables whose names go on behind it, have private keys as PKCS#8 DER in
base64, with commas or white space between. Which zone's a key is follows from its public half.

A zone that has a record of type 65403 at its apex says by it how it is to be signed: this server makes its keys' records, the chain of
denials, ZONEMD and all signatures, each week anew, and its serial goes up by one with each week. Until it is signed it is answered
SERVFAIL and the server is not ready; it says "ready" when all zones are signed, and "answering" before.

A name that has a record of type 65401 (ALIAS) answers A and AAAA with what its target has. A thread of its own looks targets up ahead
of time, so no question waits for it; until it has, the addresses hold that stand in the file ORIGIN.addresses beside the zone file.

NOTIFY_SOCKET and WATCHDOG_USEC are systemd's, for a unit of Type=notify: it hears when the server answers, loads zones again,
ends, and that it lives.

${SERIALS} in the environment has serials for zones in place of those in their files, "example.com.=2026112202 example.org.=7":
SOA and ZONEMD are made anew, once those of the file are verified. A zone that is signed keeps its own, for nobody here could
sign it again, and so does one whose file changes while the server runs.

${KEY_STATES} in the environment, and ${KEY_STATES}_2 and so on, have the newest state of the keys of zones, as the records of type 65403
say it: it holds in place of an older one in a zone's file, whose serial ${SERIALS} has then to tell.

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
