import { keyOf, labelCount, labelsOf, type Name, parentOf, printName } from "../../../dns/name.ts";
import type { World } from "../../world.ts";
import { askRdap, type RdapAnswer } from "./ask-rdap.ts";
import { type Bootstrap, readBootstrap, type Service } from "./bootstrap.ts";
import type { RdapDomain } from "./domain.ts";

/** The registration that a zone hangs on. */
export type FoundRegistration =
  | { readonly kind: "found"; readonly domain: Name; readonly said: RdapDomain }
  /** The registry of this top-level domain answers no RDAP. */
  | { readonly kind: "no-rdap"; readonly top: string }
  /** The registry knows none, neither of the zone nor of a name above it. */
  | { readonly kind: "none"; readonly isDirect: boolean }
  /** A clause. */
  | { readonly kind: "failed"; readonly reason: string };

/** Finds registrations, each asked for once in a run. */
export type FindRegistration = (zone: Name) => Promise<FoundRegistration>;

const BOOTSTRAP_TIMEOUT = 20_000; // milliseconds
const MOST_BOOTSTRAP = 2_000_000; // octets: it has about 50,000
/** Names above a zone that are asked for: a registration lies a few labels below the registry's own name. */
const MOST_NAMES = 4;
/** A server that gave no answer so many times in a row is asked nothing more in this run. */
const MOST_FAILURES = 2;

/**
 * Asks for the zone itself, and then for the names above it up to the one right below what the registry has, until its
 * server knows one. So no list of public suffixes is needed: who registers where is what the registry says.
 */
export function findRegistrations(
  bootstrapUrl: string,
  { web, patience: { clock } }: Pick<World, "web" | "patience">,
): FindRegistration {
  const asked = new Map<string, Promise<RdapAnswer>>();
  const lines = new Map<string, Promise<unknown>>(); // one question after the other at each server
  const failures = new Map<string, number>();
  let bootstrap: Promise<Bootstrap | string> | undefined;

  const ask = (base: string, name: Name): Promise<RdapAnswer> => {
    const key = `${base} ${keyOf(name)}`;
    const known = asked.get(key);
    if (known !== undefined) return known;
    const before = lines.get(base) ?? Promise.resolve();
    const answer = before.then(async (): Promise<RdapAnswer> => {
      const failed = failures.get(base) ?? 0;
      if (failed >= MOST_FAILURES) return { kind: "failed", reason: "it gave no answer for others before" };
      const said = await askRdap(base, textOf(name), web, clock);
      failures.set(base, said.kind === "failed" ? failed + 1 : 0);
      return said;
    });
    lines.set(base, answer);
    asked.set(key, answer);
    return answer;
  };

  const askOneOf = async (service: Service, name: Name): Promise<RdapAnswer> => {
    let last: RdapAnswer = { kind: "failed", reason: "it has no address" };
    for (const base of service.urls) {
      last = await ask(base, name);
      if (last.kind !== "failed") break;
    }
    return last;
  };

  return async (zone) => {
    bootstrap ??= fetchBootstrap(bootstrapUrl, web);
    const serviceOf = await bootstrap;
    if (typeof serviceOf === "string") return { kind: "failed", reason: serviceOf };
    const service = serviceOf(zone);
    if (service === undefined) return { kind: "no-rdap", top: labelsOf(zone).at(-1) ?? "" };
    const depth = service.entry.split(".").length;
    const names = namesAbove(zone, depth);
    for (const name of names) {
      const answer = await askOneOf(service, name);
      if (answer.kind === "failed") {
        return {
          kind: "failed",
          reason: `the RDAP server of ${service.entry} has no answer for ${textOf(name)}: ${answer.reason}`,
        };
      }
      if (answer.kind === "not-known") continue;
      const { domain } = answer;
      if (domain.name !== undefined && !isSame(domain.name, name)) {
        return {
          kind: "failed",
          reason: `the RDAP server of ${service.entry} was asked for ${textOf(name)} and tells of ${domain.name}`,
        };
      }
      return { kind: "found", domain: name, said: domain };
    }
    return { kind: "none", isDirect: labelCount(zone) === depth + 1 };
  };
}

async function fetchBootstrap(url: string, web: World["web"]): Promise<Bootstrap | string> {
  const headers = { accept: "application/json", "user-agent": "zonepipe" };
  const answer = await web({ url, headers, timeout: BOOTSTRAP_TIMEOUT, most: MOST_BOOTSTRAP });
  const what = "IANA's list of RDAP servers was not read";
  if (answer.outcome === "failed") return `${what}: ${answer.reason}`;
  if (answer.status !== 200) return `${what}: its server answers ${answer.status}`;
  return readBootstrap(answer.text) ?? `${what}: it has another form than RFC 9224 says`;
}

/** The zone and the names above it that have more labels than the registry's own, those next to it where there are many. */
function namesAbove(zone: Name, depth: number): Name[] {
  const names: Name[] = [];
  for (let name = zone; labelCount(name) > depth; name = parentOf(name)) names.push(name);
  return names.slice(-MOST_NAMES);
}

function isSame(text: string, name: Name): boolean {
  return text === textOf(name);
}

/** In lower case and without its final dot, as RDAP writes it. */
function textOf(name: Name): string {
  return printName(keyOf(name)).replace(/\.$/, "");
}
