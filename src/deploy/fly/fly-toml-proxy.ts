import { asPort, asTable, asTables, type Finding, shown, type Table } from "./fly-toml-values.ts";

/** A service of a fly.toml, and where it stands there. */
export interface Placed {
  readonly service: Table;
  readonly at: string;
}

/**
 * The PROXY protocol has two halves: Fly.io's proxy sends the header, and the server expects it on the port of DNS_PROXY_PORT and
 * nowhere else. With one half alone nothing is answered over TCP.
 */
export function checkProxy(services: readonly Placed[], written: unknown): Finding[] {
  const port = asPort(written);
  const findings: Finding[] = [];
  let isSent = false;
  for (const { service, at } of services.filter((each) => each.service.protocol === "tcp")) {
    for (const [index, each] of portsOf(service).entries()) {
      if (!isDns(each)) continue;
      const place = `${at}.ports.${index}`;
      const inside = asPort(service.internal_port);
      if (!isProxyProtocol(each.handlers)) {
        if (inside !== undefined && inside === port)
          findings.push({
            at: `${at}.internal_port`,
            rule: "fly-proxy",
            message: `internal_port of TCP is ${shown(inside)}, where the server expects PROXY headers (DNS_PROXY_PORT), and no handler sends them`,
            help: 'Add handlers = ["proxy_proto"] and proxy_proto_options = { version = "v2" } to the port, or write internal_port = 53.',
          });
        continue;
      }
      isSent = true;
      const { version } = asTable(each.proxy_proto_options);
      if (version !== "v2")
        findings.push({
          at: `${place}.handlers`,
          rule: "fly-proxy",
          message: `The version of the PROXY protocol is ${version === undefined ? "v1, which Fly.io sends when nothing is written" : shown(version)}; expected "v2"`,
          help: 'Write proxy_proto_options = { version = "v2" } beside handlers.',
        });
      if (port === undefined)
        findings.push({
          at: `${place}.handlers`,
          rule: "fly-proxy",
          message: `handlers is ${shown(each.handlers)}, and the server is not told to expect PROXY headers`,
          help: 'Write DNS_PROXY_PORT = "5353" under [env] and internal_port = 5353, or remove the handlers.',
        });
      else if (inside !== port)
        findings.push({
          at: `${at}.internal_port`,
          rule: "fly-proxy",
          message: `internal_port of TCP is ${shown(service.internal_port)}; expected ${port}, where the server expects PROXY headers (DNS_PROXY_PORT)`,
          help: `Write internal_port = ${port}.`,
        });
    }
  }
  if (written === undefined || isSent || findings.length > 0) return findings;
  return [
    {
      at: "env.DNS_PROXY_PORT",
      rule: "fly-proxy",
      message: `DNS_PROXY_PORT is ${shown(written)}, and no TCP service of port 53 sends PROXY headers`,
      help: 'Add handlers = ["proxy_proto"] and proxy_proto_options = { version = "v2" } to the port, or remove the line.',
    },
  ];
}

/** What a port of a service is handled by is the PROXY protocol, and nothing else. */
export function isProxyProtocol(handlers: unknown): boolean {
  return Array.isArray(handlers) && handlers.length === 1 && handlers[0] === "proxy_proto";
}

/** The ports of a service. */
export function portsOf(service: Table): Table[] {
  return asTables(service.ports);
}

/** Port 53, alone or in a range. */
export function isDns({ port, start_port: start, end_port: end }: Table): boolean {
  if (asPort(port) === DNS_PORT) return true;
  const [from, to] = [asPort(start), asPort(end)];
  return from !== undefined && to !== undefined && from <= DNS_PORT && DNS_PORT <= to;
}

/** Where DNS is asked. */
export const DNS_PORT = 53;
