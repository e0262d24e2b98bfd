import fc from "fast-check";

/** Something that somebody does, or that happens. */
export type Act = { readonly fate: Fate; readonly silent: Silence | undefined } & (
  | { readonly kind: "deploy"; readonly commit: string }
  | { readonly kind: "back" }
  /** So many days go by. */
  | { readonly kind: "days"; readonly days: number }
  /** To the newest image that says that it is of this commit. */
  | { readonly kind: "to"; readonly commit: string }
);

/** What befalls it. */
export type Fate =
  | { readonly kind: "well" }
  /** The runner is gone at this event. */
  | { readonly kind: "killed"; readonly at: number }
  /** This order for a release ends after some machines. */
  | { readonly kind: "fails"; readonly order: number; readonly after: number }
  /** The same, and everything after it. */
  | { readonly kind: "keeps failing"; readonly order: number; readonly after: number }
  /** What is new is unhealthy; and the runner is gone at this event. */
  | { readonly kind: "bad"; readonly at?: number };

/** Nobody reaches the host of a machine while it happens; a release makes another in its place unless it is stuck. */
export interface Silence {
  readonly machine: number;
  readonly isStuck: boolean;
}

/** Nothing befalls it. */
export const WELL = { fate: { kind: "well" }, silent: undefined } as const;

/** What may befall it. */
export const fates: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Fate>({ kind: "well" }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("killed" as const), at: fc.integer({ min: 5, max: 25 }) }),
  },
  fc.record({ kind: fc.constant("fails" as const), order: fc.nat({ max: 4 }), after: fc.nat({ max: 2 }) }),
  fc.record({
    kind: fc.constant("keeps failing" as const),
    order: fc.nat({ max: 4 }),
    after: fc.nat({ max: 2 }),
  }),
  fc.constant<Fate>({ kind: "bad" }),
  fc.record({ kind: fc.constant("bad" as const), at: fc.integer({ min: 10, max: 60 }) }),
);

/** The commits without keys. */
export const commits = fc.constantFrom(..."abcde");

/** None, or any. */
export const silences: fc.Arbitrary<Silence | undefined> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  fc.record({ machine: fc.nat({ max: 2 }), isStuck: fc.boolean() }),
);

/** What may be done with zones that nobody signs. */
export const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ kind: fc.constant("deploy" as const), commit: commits, fate: fates, silent: silences }),
  fc.record({ kind: fc.constant("back" as const), fate: fates, silent: silences }),
  fc.record({ kind: fc.constant("to" as const), commit: commits, fate: fates, silent: silences }),
);

/** How long things take. */
export const luck = fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 20 });
