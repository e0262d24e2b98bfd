import { printName } from "../../dns/name.ts";
import { A, AAAA } from "../../dns/type-numbers.ts";
import type { Tables } from "../tables/tables.ts";
import { printOctets } from "./address-octets.ts";
import { aliasesIn } from "./alias-list.ts";
import type { Known } from "./known.ts";
import { readSlot } from "./read-slot.ts";

/** What a name with ALIAS answers at the time, as JSON has it. */
export interface AliasState {
  /** In presentation form, as the target. */
  readonly name: string;
  readonly target: string;
  readonly a: AliasTypeState;
  readonly aaaa: AliasTypeState;
}

/** The same of one type. */
export interface AliasTypeState {
  /** `held`: it could not be looked up again; `none`: the target has no record of the type; `unknown`: answered SERVFAIL. */
  readonly state: "known" | "held" | "none" | "unknown";
  readonly addresses: readonly string[];
  /** When it was looked up, in seconds since 1970; null where that never was, or the target lies in our zones. */
  readonly learnt: number | null;
}

/** What all aliases of these tables answer; of very many the first ones. */
export function aliasStates(tables: Tables, most: number): readonly AliasState[] {
  return aliasesIn(tables)
    .slice(0, most)
    .map((alias) => ({
      name: printName(alias.owner),
      target: printName(alias.target),
      a: stateOf(readSlot(tables, alias, A)),
      aaaa: stateOf(readSlot(tables, alias, AAAA)),
    }));
}

function stateOf(known: Known): AliasTypeState {
  if (known.kind === "unknown") return { state: "unknown", addresses: [], learnt: null };
  const learnt = known.ownTtl === undefined ? known.learnt : null;
  const addresses = known.kind === "addresses" ? known.addresses.map(printOctets) : [];
  const state = known.isHeld ? "held" : known.kind === "none" ? "none" : "known";
  return { state, addresses, learnt };
}
