import { CLASS_IN } from "../dns/classes.ts";
import { decodeMessage, encodeMessage, type Message, NO_FLAGS } from "../dns/message.ts";
import { printName } from "../dns/name.ts";
import { readZoneFile } from "../dns/zone-file/read.ts";
import { makeAliasCounters } from "../server/alias/alias-counters.ts";
import { AliasKeeper } from "../server/alias/keeper.ts";
import type { AskResolvers } from "../server/alias/resolvers.ts";
import { makeIdentity } from "../server/answer/identity.ts";
import { makeResponder, type Respond } from "../server/answer/respond.ts";
import { UNKNOWN_CLIENT } from "../server/query/client.ts";
import { compile } from "../server/tables/compile/compile.ts";
import { addRecord, addZone, makeStaging } from "../server/tables/compile/staging.ts";
import type { Tables } from "../server/tables/tables.ts";
import { policyIn } from "../src/dnssec/policy.ts";
import { WorldError } from "../src/files/world-error.ts";
import type { Served } from "../src/live/local-nameserver.ts";
import { renderZone } from "../src/render/render-zone.ts";
import type { SourceZone } from "../src/source/source-zone.ts";
import type { Question } from "../src/verify/types.ts";

/** The nameserver on this page: its tables are compiled here, and its answers are the server's own, without a socket. */
export interface PageNameserver {
  /** Undefined where it answers nothing. */
  readonly served: Served | undefined;
  readonly serialOf: (zone: SourceZone) => number;
  /** Rejects with a `WorldError` where the server would refuse the zones, or signs them. */
  readonly serve: (zones: readonly SourceZone[]) => Promise<Served>;
  /** What it answers, as to dig without recursion and cookies; undefined where it is silent. */
  readonly ask: (question: Question) => Message | undefined;
  /** The zone files that it has, of zones that it does not answer for, too. */
  readonly texts: () => readonly string[];
  /** Of which targets of ALIAS nothing may be told, and why, a line each. */
  readonly untold: () => readonly string[];
}

/** What a nameserver is given. */
export interface PageNameserverPlan {
  readonly now: () => Date;
  readonly serialOf: (zone: SourceZone) => number;
  /** Tells what targets of ALIAS have that lie in none of the zones. */
  readonly ask: AskResolvers;
}

/** One that serves nothing yet. */
export function pageNameserver({ now, serialOf, ask }: PageNameserverPlan): PageNameserver {
  let served: Served | undefined;
  let respond: Respond | undefined;
  let texts: readonly string[] = [];
  let untold: readonly string[] = [];
  return {
    get served() {
      return served;
    },
    serialOf,
    async serve(zones) {
      served = undefined;
      const rendered = zones.map((zone) => ({ zone, text: renderZone(zone, serialOf(zone)).text }));
      texts = rendered.map(({ text }) => text);
      const signed = zones.find((zone) => policyIn(zone) !== undefined);
      if (signed !== undefined)
        throw new WorldError(
          `${printName(signed.origin)} is signed by its nameservers; this page has no keys`,
        );
      const tables = tablesOf(rendered);
      untold = await lookUpTargets(tables, ask, now);
      respond = makeResponder(tables, makeIdentity("", ""));
      served = { address: "127.0.0.1", port: 53, zones, at: now() };
      return served;
    },
    ask: (question) => (respond === undefined ? undefined : asDigAsks(respond, question)),
    texts: () => texts,
    untold: () => untold,
  };
}

type RenderedText = { readonly zone: SourceZone; readonly text: string };

function tablesOf(zones: readonly RenderedText[]): Tables {
  const staging = makeStaging(1000);
  for (const { zone, text } of zones) {
    const { origin } = zone;
    const staged = addZone(staging, Buffer.from(origin, "latin1"), printName(origin), false);
    const bytes = Buffer.from(text, "latin1");
    readZoneFile(
      { file: printName(origin), bytes, origin },
      (record) => void addRecord(staging, staged, record),
    );
  }
  const compiled = compile(staging);
  if ("problems" in compiled)
    throw new WorldError(
      `The nameserver refuses this: ${compiled.problems.map(({ problem }) => problem.message).join("; ")}`,
    );
  return compiled.tables;
}

/** Writes what is known of targets beside the tables; gives what is wrong with the others. */
async function lookUpTargets(tables: Tables, ask: AskResolvers, now: () => Date): Promise<readonly string[]> {
  const untold: string[] = [];
  const keeper = new AliasKeeper({
    ask,
    now: () => now().getTime() / 1000,
    random: () => 0,
    ...{ hold: 0, own: [], counters: makeAliasCounters() },
    say: () => undefined,
    complain: (text) => untold.push(text),
  });
  keeper.serve({ tables, signerFor: () => () => undefined, first: () => undefined });
  await keeper.settle();
  keeper.tick(); // writes what was found
  return untold;
}

const UDP_SIZE = 1232; // what dig offers (DNS flag day 2020)
const TCP_SIZE = 65_535;

/** As dig does: in a packet that offers EDNS, and over a stream where the answer is cut short. */
function asDigAsks(respond: Respond, question: Question): Message | undefined {
  const answer = exchange(respond, question, UDP_SIZE);
  return answer?.flags.tc === true ? exchange(respond, question, TCP_SIZE) : answer;
}

function exchange(respond: Respond, { name, type }: Question, limit: number): Message | undefined {
  const query = encodeMessage({
    ...{ id: 1, opcode: 0, rcode: 0, flags: { ...NO_FLAGS, ad: true } },
    question: [{ name, type, class: CLASS_IN }],
    ...{ answer: [], authority: [], additional: [] },
    edns: { version: 0, size: UDP_SIZE, do: false, options: [] },
  });
  const out = new Uint8Array(limit);
  const length = respond(query, query.length, out, limit, UNKNOWN_CLIENT);
  const message = length === 0 ? undefined : decodeMessage(out.subarray(0, length));
  if (message !== undefined && "fault" in message)
    throw new Error(`Cannot read our own answer: it ${message.fault}`);
  return message;
}
