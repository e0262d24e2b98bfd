import { CLASS_IN } from "../dns/classes.ts";
import { type Message, NO_FLAGS } from "../dns/message.ts";
import { NOERROR } from "../dns/message-rcode.ts";
import { type Name, printName } from "../dns/name.ts";
import { typeName } from "../dns/types.ts";
import { type AliasCounters, makeAliasCounters } from "../server/alias/alias-counters.ts";
import { AliasKeeper, type AliasSource, type KeeperPlan } from "../server/alias/keeper.ts";
import type { AskResolvers } from "../server/alias/resolvers.ts";
import type { Tables } from "../server/tables/tables.ts";
import { nameOf, zoneOf } from "./zone-text.ts";

/**
 * What resolvers say, by "name TYPE" in lower case: lines of an answer in zone file form; "none", "gone" (NXDOMAIN), or in words why
 * they say nothing. What is not there is silence.
 */
export type Said = { [question: string]: string };

/** A keeper whose clock and resolvers a test moves. */
export interface TestedKeeper {
  readonly keeper: AliasKeeper;
  readonly said: Said;
  /** What it asked, in order. */
  readonly asked: string[];
  readonly log: string[];
  readonly counters: AliasCounters;
  /** Goes on by so many seconds, second by second. */
  readonly pass: (seconds: number) => Promise<void>;
  readonly serve: (tables: Tables, more?: Partial<AliasSource>) => Promise<void>;
}

/** Starts one, at a time that never changes. */
export function testedKeeper(said: Said, plan: Partial<KeeperPlan> = {}): TestedKeeper {
  let now = 1_800_000_000;
  const asked: string[] = [];
  const log: string[] = [];
  const counters = makeAliasCounters();
  const keeper = new AliasKeeper({
    ask: sayingTo(said, asked),
    now: () => now,
    random: () => 0.5,
    hold: 604_800,
    own: [],
    counters,
    say: (text) => log.push(text),
    complain: (text) => log.push(text),
    ...plan,
  });
  const settle = async () => {
    await keeper.settle();
    keeper.tick();
  };
  return {
    ...{ keeper, said, asked, log, counters },
    pass: async (seconds) => {
      for (let second = 0; second < seconds; second++) {
        now += 1;
        keeper.tick();
        await settle();
      }
    },
    serve: async (tables, more = {}) => {
      keeper.serve({ tables, signerFor: () => () => undefined, first: () => undefined, ...more });
      await settle();
    },
  };
}

/** Resolvers that say this. */
export function sayingTo(said: Said, asked: string[]): AskResolvers {
  return (name, type) => {
    const question = `${printName(name).toLowerCase()} ${typeName(type)}`;
    asked.push(question);
    const text = said[question];
    if (text === undefined) return Promise.resolve({ failed: "timeout" });
    const isRcode = text !== "none" && text !== "gone" && !text.includes(" ");
    return Promise.resolve(isRcode ? { failed: text } : { message: messageSaying(text, name, type) });
  };
}

/** What a resolver says, as a message. */
export function messageSaying(text: string, name: Name, type: number): Message {
  const isNothing = text === "none" || text === "gone";
  const soa = ". 60 SOA a. b. 1 1 1 1 60";
  const records = zoneOf(".", isNothing ? soa : text).records.map((record) => ({
    ...record,
    class: CLASS_IN,
  }));
  return {
    ...{ id: 0, opcode: 0, rcode: text === "gone" ? 3 : NOERROR, flags: { ...NO_FLAGS, qr: true, ra: true } },
    question: [{ name, type, class: CLASS_IN }],
    answer: isNothing ? [] : records,
    authority: isNothing ? records : [],
    additional: [],
  };
}

/** ALIAS as a line of a zone file. */
export function aliasTo(target: string): string {
  const name = Buffer.from(nameOf(target), "latin1");
  return `TYPE65401 \\# ${name.length} ${name.toString("hex")}`;
}
