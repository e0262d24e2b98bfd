import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A registry's RDAP server on the loopback address, as strict and as odd as real ones. Whoever starts it stops it. */
export interface FakeRdap {
  /** Of the server, with a slash at its end. */
  readonly url: string;
  /** Of a list of servers in the form of IANA's, which has this one for each of the given top-level domains. */
  readonly bootstrapUrl: string;
  /** What it answers for a domain, by its name; others are not known. A list is answered one after the other. */
  readonly answers: Map<string, RdapReply | RdapReply[]>;
  /** The names that were asked for, in order. */
  readonly asked: string[];
  /** What the fake would not have let pass: a missing Accept header, another method. */
  readonly violations: string[];
  readonly stop: () => Promise<void>;
}

/** What it answers for a name. */
export interface RdapReply {
  readonly status?: number;
  readonly headers?: { readonly [name: string]: string };
  /** A text goes out as it is, anything else as JSON. */
  readonly body?: unknown;
}

/** Starts a server that is in charge of these top-level domains. */
export async function startFakeRdap(tops: readonly string[]): Promise<FakeRdap> {
  const answers = new Map<string, RdapReply | RdapReply[]>();
  const asked: string[] = [];
  const violations: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "");
    if (path === "/dns.json") {
      send(response, { headers: JSON_TYPE, body: bootstrap(tops, `${url}rdap`) });
      return;
    }
    if (!path.startsWith("/rdap/domain/")) {
      violations.push(`${request.method} ${path} is no query for a domain`);
      send(response, { status: 400 });
      return;
    }
    const name = path.slice("/rdap/domain/".length);
    violations.push(...faultsOf(request, name));
    asked.push(name);
    const known = answers.get(name);
    const reply = Array.isArray(known) ? (known.length > 1 ? known.shift() : known[0]) : known;
    send(response, reply ?? NOT_KNOWN);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`; // it listens on a port
  return {
    url: `${url}rdap/`,
    bootstrapUrl: `${url}dns.json`,
    answers,
    asked,
    violations,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const RDAP_TYPE = { "content-type": "application/rdap+json" };
const JSON_TYPE = { "content-type": "application/json" };

/** Not every server has a body for it; those that have one keep to RFC 9083 §6. */
const NOT_KNOWN: RdapReply = {
  status: 404,
  body: { errorCode: 404, title: "Object not found", rdapConformance: ["rdap_level_0"] },
};

/** In IANA's form: a list of services with two lists each, and addresses without their last slash here and there. */
function bootstrap(tops: readonly string[], url: string): object {
  return {
    description: "RDAP bootstrap file for Domain Name System registrations",
    publication: "2026-11-20T17:00:01Z",
    services: [
      [["broken"], []],
      [["foo", "xn--p1ai"], ["https://rdap.invalid/"]],
      [tops, [url]],
    ],
    version: "1.0",
  };
}

function faultsOf({ method, headers }: IncomingMessage, name: string): string[] {
  return [
    ...(method === "GET" ? [] : [`${method} for ${name}`]),
    ...(headers.accept?.includes("application/rdap+json") ? [] : [`${name} is asked for without its type`]),
    ...(/^[a-z0-9.-]+[^.]$/.test(name) ? [] : [`${name} is not in A-labels and lower case`]),
  ];
}

function send(response: ServerResponse, { status = 200, headers = RDAP_TYPE, body }: RdapReply): void {
  response.writeHead(status, headers);
  response.end(body === undefined || typeof body === "string" ? body : JSON.stringify(body));
}

/** A domain as a registry tells it, with its events in no order and much besides. */
export function rdapDomain(
  name: string,
  more: { readonly status?: readonly string[]; readonly ends?: string } = {},
): object {
  const { status = ["active"], ends } = more;
  return {
    rdapConformance: ["rdap_level_0", "icann_rdap_response_profile_1"],
    objectClassName: "domain",
    handle: "2336799_DOMAIN",
    ldhName: name.toUpperCase(),
    status,
    events: [
      { eventAction: "last changed", eventDate: "2026-08-14T07:01:44Z" },
      ...(ends === undefined ? [] : [{ eventAction: "expiration", eventDate: ends }]),
      { eventAction: "registration", eventDate: "1995-08-14T04:00:00Z" },
      { eventAction: "last update of RDAP database", eventDate: "2026-11-22T11:59:00Z" },
    ],
    entities: [
      { objectClassName: "entity", roles: ["abuse"] },
      {
        objectClassName: "entity",
        roles: ["registrar"],
        vcardArray: [
          "vcard",
          [
            ["version", {}, "text", "4.0"],
            ["fn", {}, "text", "Example Registrar"],
          ],
        ],
      },
    ],
    nameservers: [{ objectClassName: "nameserver", ldhName: "NS1.EXAMPLE.NET" }],
  };
}
