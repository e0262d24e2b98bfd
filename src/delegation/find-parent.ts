import { NOERROR, NXDOMAIN, rcodeName } from "../../dns/message-rcode.ts";
import { isAtOrBelow, isBelow, keyOf, type Name, printName, ROOT } from "../../dns/name.ts";
import { A } from "../../dns/records/a.ts";
import { AAAA } from "../../dns/records/aaaa.ts";
import { codecOf } from "../../dns/records/index.ts";
import { NS } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import type { AskResolver } from "../lint/ask-resolver.ts";
import type { Asker, Nameserver, Reply } from "../verify/types.ts";

/** A zone and servers that answer for it. */
export interface ZoneServers {
  readonly zone: Name;
  readonly servers: readonly Nameserver[];
}

/** Whom to ask, and how. */
export interface Way {
  readonly asker: Asker;
  /** For nameservers whose addresses a referral does not give. */
  readonly resolver: AskResolver;
  /** Where nameservers listen: 53, but in tests. */
  readonly port: number;
}

/** Zones that one lies in, at most: a loop of referrals ends somewhere. */
const MOST_STEPS = 20;
/** Servers of one zone that are tried: where five are silent, the way there is. */
const MOST_SERVERS = 5;
const TIMEOUT = 2_000; // milliseconds for one answer
const TRIES = 2; // a single lost packet is no silence

/**
 * Follows the referrals from the root, or from the zone that is given, to the zone that delegates this one. Gives its
 * servers, or why they were not found: a sentence without its final stop.
 */
export async function findParent(
  zone: Name,
  start: ZoneServers,
  way: Way,
): Promise<ZoneServers | { readonly fault: string }> {
  let here = start;
  for (let step = 0; step < MOST_STEPS; step++) {
    const reply = await askOneOf(here, zone, way);
    if ("fault" in reply) return reply;
    const cut = referredTo(reply, zone, here.zone);
    if (cut === undefined || keyOf(cut) === keyOf(zone)) return here;
    const servers = await serversOf(cut, reply, way);
    if (servers.length === 0) {
      return { fault: `the servers of ${printName(cut)} have no address that could be found` };
    }
    here = { zone: cut, servers };
  }
  return { fault: `there are more than ${MOST_STEPS} zones above it` };
}

/** The zone that a reply refers to; undefined where it answers, or denies. */
export function referredTo(reply: Reply, name: Name, above: Name): Name | undefined {
  if (reply.aa) return undefined;
  const cut = reply.authority.find(({ type }) => type === NS)?.owner;
  if (cut === undefined) return undefined;
  const isWay = isAtOrBelow(keyOf(name), keyOf(cut)) && (above === ROOT || isBelow(keyOf(cut), keyOf(above)));
  return isWay && cut !== ROOT ? cut : undefined;
}

async function askOneOf(
  { zone, servers }: ZoneServers,
  name: Name,
  { asker }: Way,
): Promise<Reply | { readonly fault: string }> {
  let last = "none of them can be reached from here";
  let asked = 0;
  for (const server of servers) {
    if ((await asker.noRoute(server.address)) !== undefined) continue;
    if (++asked > MOST_SERVERS) break;
    const [answer] = await asker.ask(server, "udp", [{ name, type: NS }], { timeout: TIMEOUT, tries: TRIES });
    if (answer!.outcome === "reply" && (answer!.rcode === NOERROR || answer!.rcode === NXDOMAIN))
      return answer!;
    last = `${server.name} (${server.address}): ${answer!.outcome === "reply" ? rcodeName(answer!.rcode) : answer!.reason}`;
  }
  return { fault: `no server of ${printName(zone)} answers: ${last}` };
}

/** Addresses of the nameservers in a referral: its glue, or where there is none what a resolver knows. */
async function serversOf(cut: Name, reply: Reply, way: Way): Promise<Nameserver[]> {
  const names = nameserversIn(reply.authority, cut);
  const glue = names.flatMap((name) => addressesIn(reply.additional, name));
  const resolved = glue.length > 0 ? [] : await resolveAddresses(names, way);
  return [...glue, ...resolved].map((record) => nameserverAt(record, way));
}

/** The names that the NS records of a name lead to. */
export function nameserversIn(records: readonly ZoneRecord[], owner: Name): Name[] {
  return records.flatMap(
    (record) => (record.type === NS && keyOf(record.owner) === keyOf(owner) ? [record.rdata as Name] : []), // rdata of NS is a name
  );
}

/** The addresses that a resolver knows of nameservers. */
export async function resolveAddresses(names: readonly Name[], { resolver }: Way): Promise<ZoneRecord[]> {
  const questions = names.flatMap((name) =>
    [A.code, AAAA.code].map((type) => ({ name, type, recursive: true })),
  );
  const answers = questions.length === 0 ? [] : await resolver(questions);
  return answers.flatMap((answer, index) =>
    answer.outcome !== "reply"
      ? []
      : answer.answer
          .filter(({ type }) => type === questions[index]!.type)
          .map((record) => ({ ...record, owner: questions[index]!.name })),
  );
}

/** A nameserver at the address of a record. */
export function nameserverAt({ owner, type, rdata }: ZoneRecord, { port }: Way): Nameserver {
  return { name: printName(owner), address: codecOf(type).print(rdata), port };
}

/** The addresses of a name among records. */
export function addressesIn(records: readonly ZoneRecord[], name: Name): ZoneRecord[] {
  return records.filter(
    ({ type, owner }) => (type === A.code || type === AAAA.code) && keyOf(owner) === keyOf(name),
  );
}
