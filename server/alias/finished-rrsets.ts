import { A, AAAA } from "../../dns/type-numbers.ts";
import type { Tables } from "../tables/tables.ts";
import type { Alias } from "./alias-list.ts";
import { type Finished, finishRRset } from "./finish-rrset.ts";
import { isSameKnown, type KnownOfTarget } from "./known.ts";
import type { SignerFor } from "./sign-like.ts";

/** What is finished of both types at an alias. */
interface FinishedPair {
  readonly known: KnownOfTarget;
  readonly a: Finished | undefined;
  readonly aaaa: Finished | undefined;
}

/** Finished RRsets of the aliases in some tables, each made once as long as it stays the same: signatures take time. */
export class FinishedRRsets {
  readonly #tables: Tables;
  readonly #signerFor: (zone: number) => SignerFor;
  readonly #made = new Map<number, FinishedPair>();

  constructor(tables: Tables, signerFor: (zone: number) => SignerFor) {
    this.#tables = tables;
    this.#signerFor = signerFor;
  }

  of(alias: Alias, known: KnownOfTarget): Omit<FinishedPair, "known"> {
    const before = this.#made.get(alias.number);
    if (
      before !== undefined &&
      isSameKnown(before.known.a, known.a) &&
      isSameKnown(before.known.aaaa, known.aaaa)
    )
      return before;
    const finish = (type: number) =>
      finishRRset(this.#tables, alias, type, known, this.#signerFor(alias.zone));
    const made = { known, a: finish(A), aaaa: finish(AAAA) };
    this.#made.set(alias.number, made);
    return made;
  }
}
