import { checkProxy, DNS_PORT, isDns, isProxyProtocol, type Placed, portsOf } from "./fly-toml-proxy.ts";
import {
  asPort,
  asTable,
  asTables,
  type Finding,
  shown,
  stopsMachines,
  type Table,
} from "./fly-toml-values.ts";

/** What is wrong with the services of a fly.toml: UDP and TCP have to arrive on port 53, at all times. */
export function checkServices(table: Table): Finding[] {
  const services = asTables(table.services).map((service, index) => ({ service, at: `services.${index}` }));
  return [
    ...missing("udp", services),
    ...missing("tcp", services),
    ...services.flatMap(({ service, at }) => checkService(service, at)),
    ...checkProxy(services, asTable(table.env).DNS_PROXY_PORT),
    ...checkHttpService(table.http_service),
  ];
}

function missing(protocol: "udp" | "tcp", services: readonly Placed[]): Finding[] {
  if (services.some(({ service }) => service.protocol === protocol && portsOf(service).some(isDns)))
    return [];
  const truncated =
    protocol === "tcp" ? "; without it no truncated answer can be had whole (RFC 7766 §5)" : "";
  return [
    {
      at: "services",
      rule: `fly-${protocol}-service`,
      message: `No service has ${protocol.toUpperCase()} port 53${truncated}`,
      help: `Add [[services]] with protocol = "${protocol}", internal_port = 53, and [[services.ports]] with port = 53.`,
    },
  ];
}

function checkService(service: Table, at: string): Finding[] {
  const findings: Finding[] = [];
  const ports = portsOf(service);
  if (stopsMachines(service.auto_stop_machines)) {
    findings.push({
      at: `${at}.auto_stop_machines`,
      rule: "fly-auto-stop",
      message: `auto_stop_machines is ${shown(service.auto_stop_machines)}; expected "off"`,
      help: "A query over UDP does not start a machine that was stopped, so nobody would answer.",
    });
  }
  if (!ports.some(isDns)) return findings;
  if (service.protocol === "udp" && service.internal_port !== DNS_PORT) {
    findings.push({
      at: `${at}.internal_port`,
      rule: "fly-udp-port",
      message: `internal_port of UDP is ${shown(service.internal_port)}; expected 53, the port outside`,
      help: "Fly.io does not change the port of UDP: the server has to listen on the one that is asked.",
    });
  }
  if (service.protocol === "tcp" && asPort(service.internal_port) === undefined) {
    findings.push({
      at: `${at}.internal_port`,
      rule: "fly-tcp-port",
      message: `internal_port of TCP is ${shown(service.internal_port)}; expected a port`,
      help: "Write internal_port = 53, where the server listens.",
    });
  }
  for (const [index, port] of ports.entries()) {
    const { handlers } = port;
    if (isNone(handlers) || (service.protocol === "tcp" && isProxyProtocol(handlers))) continue;
    findings.push({
      at: `${at}.ports.${index}.handlers`,
      rule: "fly-handlers",
      message: `handlers is ${shown(handlers)}; expected ${service.protocol === "tcp" ? 'none, or ["proxy_proto"],' : "none"} on port 53`,
      help:
        service.protocol === "udp"
          ? "Remove the line: UDP knows no handlers."
          : "Remove the line: a handler changes what arrives, and the nameserver expects DNS alone.",
    });
  }
  return findings;
}

function isNone(handlers: unknown): boolean {
  return handlers === undefined || handlers === "" || (Array.isArray(handlers) && handlers.length === 0);
}

function checkHttpService(service: unknown): Finding[] {
  if (service === undefined) return [];
  const stops = stopsMachines(asTable(service).auto_stop_machines);
  return [
    stops
      ? {
          at: "http_service.auto_stop_machines",
          rule: "fly-auto-stop",
          message: "http_service stops machines when nobody asks for web pages, and DNS stops with them",
          help: 'Remove [http_service], or write auto_stop_machines = "off" in it.',
        }
      : {
          at: "http_service",
          severity: "warning",
          rule: "fly-http-service",
          message: "http_service opens the web's ports on a nameserver, which has no pages",
          help: "Remove [http_service]: checks and metrics are reached without it.",
        },
  ];
}
