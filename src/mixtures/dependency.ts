import type { Name } from "../../dns/name.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import type { ZoneModel } from "../verify/zone-model.ts";
import type { Failure, Outcome, Pick } from "./item.ts";
import type { ItemOf } from "./look.ts";
import type { MixtureKind } from "./mixture.ts";
import type { Sides } from "./sides.ts";
import type { Words } from "./words.ts";

/** Something that somebody does with the answers to more than one question. */
export interface Dependency {
  readonly kind: MixtureKind;
  readonly zone: Name;
  /** Of the dependent RRset. */
  readonly owner: Name;
  readonly type: number;
  /** Tells apart those of one RRset. */
  readonly detail?: string;
  readonly evaluate: (pick: Pick) => Outcome;
  /** The caches for which it fails, where that is not just what `evaluate` says. */
  readonly failures?: () => Failure[];
  /** Whether it breaks mail, a delegation or DNSSEC when it fails so. */
  readonly isDanger: (failure: Failure) => boolean;
  readonly words: Words;
}

/** What dependencies are read from. */
export interface Ground {
  readonly sides: Sides;
  readonly itemOf: ItemOf;
}

/** An RRset of a zone, by what each side has at its owner. */
export interface Dependent {
  readonly zone: Name;
  /** As it is written. */
  readonly owner: Name;
  readonly type: number;
  /** The zone on each side; undefined where that side has none. */
  readonly models: { readonly before: ZoneModel | undefined; readonly after: ZoneModel | undefined };
  readonly before: readonly ZoneRecord[];
  readonly after: readonly ZoneRecord[];
}
