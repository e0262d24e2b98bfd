import { items, member, text, textLike, type Value } from "./shape.ts";

/** What a name with ALIAS answers on a machine. */
export interface SelfCheckAlias {
  /** In presentation form, as the target. */
  readonly name: string;
  readonly target: string;
  readonly a: SelfCheckAliasType;
  readonly aaaa: SelfCheckAliasType;
}

/** The same of one type. */
export interface SelfCheckAliasType {
  /** `held`: what was known goes on, for it could not be looked up again; `none`: the target has none; `unknown`: answered SERVFAIL. */
  readonly state: (typeof STATES)[number];
  readonly addresses: readonly string[];
  /** When it was looked up; left out where that never was. */
  readonly learnt?: Date;
}

const STATES = ["known", "held", "none", "unknown"] as const;
const MOST = 100; // a machine can print what it likes
const LONGEST = 1_100; // characters of a name, each octet of it escaped

/** Reads them; none where a server does not tell, as those of before this was made. */
export function readAliases(aliases: Value): readonly SelfCheckAlias[] {
  if (aliases.value === undefined) return [];
  return items(aliases)
    .slice(0, MOST)
    .map((alias) => ({
      name: text(member(alias, "name")).slice(0, LONGEST),
      target: text(member(alias, "target")).slice(0, LONGEST),
      a: readType(member(alias, "a")),
      aaaa: readType(member(alias, "aaaa")),
    }));
}

function readType(value: Value): SelfCheckAliasType {
  const word = textLike(member(value, "state"), /^(?:known|held|none|unknown)$/, STATES.join(", "));
  const { value: learnt } = member(value, "learnt");
  const isTime = typeof learnt === "number" && learnt >= 0 && learnt < MOST_SECONDS;
  return {
    state: STATES.find((each) => each === word)!, // the pattern has no other
    addresses: items(member(value, "addresses"))
      .slice(0, MOST)
      .map((address) => textLike(address, /^[0-9a-f.:]{2,45}$/, "an address")),
    ...(isTime && { learnt: new Date(1_000 * learnt) }),
  };
}

const MOST_SECONDS = 0x100000000; // the year 2106
