import { NSID } from "../../dns/message-edns.ts";
import type { Name } from "../../dns/name.ts";
import { SIGNING_POLICY } from "../../dns/signing/policy.ts";
import { SOA, ZONEMD } from "../../dns/type-numbers.ts";
import type { Octets } from "../../dns/wire.ts";
import type { Address } from "../address/address.ts";
import type { AliasState } from "../alias/alias-states.ts";
import { askTcp } from "../ask/ask-tcp.ts";
import { askUdp } from "../ask/ask-udp.ts";
import type { OwnAnswer } from "../ask/own-question.ts";
import { localProxyHeader } from "../query/proxy-header.ts";
import type { Build } from "./build.ts";
import type { PublicHalf } from "./public-half.ts";
import { type ZoneState, zoneState } from "./zone-state.ts";

/** The server on this machine. */
export interface OwnServer {
  /** What it calls itself where it is told nothing else. */
  readonly name: string;
  /** Where it answers. */
  readonly udp: Address;
  readonly tcp: Address;
  /** Over TCP with a header of the PROXY protocol before the questions. */
  readonly proxied?: Address;
}

/** What a server says of itself, asked over its own ports. Printed as one line of JSON. */
export interface SelfCheck {
  /** Of this form. */
  readonly version: 1;
  readonly build: Build;
  /** It can serve a zone with another serial than its file has: it reads ZONEPIPE_SERIALS. */
  readonly renumbers: true;
  /** It can sign a zone with keys in a newer state than its file says: it reads ZONEPIPE_KEY_STATES. */
  readonly takesKeyStates: true;
  /** The NSID of its answers (RFC 5001); what it calls itself where it gives none. */
  readonly identity: string;
  /** Every zone is answered over both transports, with one content. */
  readonly healthy: boolean;
  readonly zones: readonly ZoneState[];
  /** What names with ALIAS answer at the time; left out where the server's pages do not tell. It has no say in `healthy`. */
  readonly aliases?: readonly AliasState[];
  /** The public halves of the private keys in its environment; left out by who does not look. */
  readonly keys?: readonly PublicHalf[];
  /** What is wrong, a sentence each; of many the first ones and their number. */
  readonly problems: readonly string[];
}

/**
 * Asks for SOA, ZONEMD and the policy of signatures of every zone over UDP and TCP. It takes `TIME` at most, whatever the server does.
 *
 * @param keySignaturesOf what stands beside a zone's file of signatures that were made beforehand
 */
export async function selfCheck(
  server: OwnServer,
  origins: readonly Name[],
  build: Build,
  keySignaturesOf: (origin: Name) => readonly Octets[] = () => [],
): Promise<SelfCheck> {
  const questions = origins.flatMap((name) => [
    { name, type: SOA, do: true },
    { name, type: ZONEMD },
    { name, type: SIGNING_POLICY },
  ]);
  const deadline = performance.now() + TIME;
  const { proxied } = server;
  const [udp, tcp, byProxy] = await Promise.all([
    askUdp(server.udp)(questions, deadline),
    askTcp(server.tcp)(questions, deadline),
    // One answer there shows that proxies are heard: the tables are those of the other places.
    proxied === undefined ? [] : askTcp(proxied, localProxyHeader())(questions.slice(0, 1), deadline),
  ]);
  const problems: string[] = origins.length === 0 ? ["There is no zone"] : [];
  for (const answer of byProxy) {
    if ("fault" in answer) problems.push(`TCP with a PROXY header: ${answer.fault}`);
  }
  const zones = origins.map((origin, index) => {
    const keySignatures = () => keySignaturesOf(origin);
    const answersIn = (all: readonly OwnAnswer[]) => {
      const [soa, zonemd, policy] = all.slice(3 * index, 3 * index + 3);
      return { soa: soa!, zonemd: zonemd!, policy: policy!, keySignatures }; // as many as questions
    };
    return zoneState(origin, answersIn(udp), answersIn(tcp), problems);
  });
  const healthy = problems.length === 0;
  return {
    version: 1,
    build,
    renumbers: true,
    takesKeyStates: true,
    identity: identityIn([...udp, ...tcp]) ?? server.name,
    healthy,
    zones,
    problems: firstOf(problems),
  };
}

/** Milliseconds for everything; what calls us through a machine's API waits a little longer. */
const TIME = 4_000;
const MAX_PROBLEMS = 50;

function identityIn(answers: readonly OwnAnswer[]): string | undefined {
  for (const answer of answers) {
    const nsid = "fault" in answer ? undefined : answer.edns?.options.find(({ code }) => code === NSID);
    if (nsid !== undefined) return Buffer.from(nsid.data, "latin1").toString("utf8");
  }
  return undefined;
}

function firstOf(problems: readonly string[]): readonly string[] {
  if (problems.length <= MAX_PROBLEMS) return problems;
  return [...problems.slice(0, MAX_PROBLEMS), `and ${problems.length - MAX_PROBLEMS} more`];
}
