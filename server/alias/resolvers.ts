import type { Message } from "../../dns/message.ts";
import { FORMERR, NOERROR, NOTIMP, NXDOMAIN, rcodeName } from "../../dns/message-rcode.ts";
import type { Name } from "../../dns/name.ts";
import { type Address, printAddress } from "../address/address.ts";
import type { Exchange, Exchanged } from "./exchange.ts";
import { makeQuery, type Random } from "./resolver-query.ts";

/** What resolvers say: their answer, NOERROR or NXDOMAIN; or why there is none. */
export type ResolverSays = { readonly message: Message } | { readonly failed: string };

/** Asks resolvers for a name and type. It never rejects, and comes to an end. */
export type AskResolvers = (name: Name, type: number) => Promise<ResolverSays>;

/** What asking needs. */
export interface ResolversPlan {
  /** Those that there are at the time, the one to be asked first before the others. */
  readonly list: () => readonly Address[];
  readonly udp: Exchange;
  readonly tcp: Exchange;
  readonly random: Random;
  /** Milliseconds, of a clock that only goes forward. */
  readonly now: () => number;
  /** How many milliseconds an answer over UDP, and one over TCP, may take. */
  readonly patience: { readonly udp: number; readonly tcp: number };
}

/**
 * Asks one resolver after the other, each twice, until one answers. One that was silent is asked after the others for a while, which
 * doubles with each time, up to a minute. What was truncated, and what was answered by something that is no reply to the question, is
 * asked again over TCP, where nobody else can answer.
 */
export function askResolvers({ list, udp, tcp, random, now, patience }: ResolversPlan): AskResolvers {
  const silences = new Map<string, { readonly count: number; readonly until: number }>();

  return async (name, type) => {
    const resolvers = list();
    if (resolvers.length === 0) return { failed: "there is no resolver" };
    let failed = "";
    for (let round = 0; round < ROUNDS; round++) {
      for (const resolver of inOrder(resolvers)) {
        const said = await askOne(resolver, name, type, round);
        const place = printAddress(resolver);
        if (said.kind !== "reply") {
          const count = (silences.get(place)?.count ?? 0) + 1;
          silences.set(place, { count, until: now() + Math.min(LONGEST, FIRST * 2 ** count) });
          failed = `${said.reason} from ${place}`;
          continue;
        }
        silences.delete(place);
        const { rcode, flags } = said.message;
        if (rcode !== NOERROR && rcode !== NXDOMAIN) failed = `${rcodeName(rcode)} from ${place}`;
        else if (!flags.ra) failed = `no recursion at ${place}`;
        else return { message: said.message };
      }
    }
    return { failed };
  };

  /** Those that were not silent of late first. */
  function inOrder(resolvers: readonly Address[]): Address[] {
    const isSilent = (resolver: Address) => (silences.get(printAddress(resolver))?.until ?? 0) > now();
    return [...resolvers.filter((each) => !isSilent(each)), ...resolvers.filter(isSilent)];
  }

  async function askOne(resolver: Address, name: Name, type: number, round: number): Promise<Exchanged> {
    const query = () => makeQuery(name, type, random, true);
    let said = await udp(resolver, query(), patience.udp * (round + 1));
    if (said.kind === "reply" && (said.message.rcode === FORMERR || said.message.rcode === NOTIMP)) {
      // It may be that it knows no EDNS (RFC 6891 §7).
      said = await udp(resolver, makeQuery(name, type, random, false), patience.udp);
    }
    const isToBeAsked = said.kind === "wrong" || (said.kind === "reply" && said.message.flags.tc);
    return isToBeAsked ? await tcp(resolver, query(), patience.tcp) : said;
  }
}

const ROUNDS = 2;
const FIRST = 1_000; // milliseconds, doubled at the first time
const LONGEST = 60_000;
