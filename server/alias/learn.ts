import { type Known, type KnownOfTarget, UNKNOWN } from "./known.ts";
import type { Outcome } from "./look-up.ts";

/** What is known of a target, and when it is to be looked up. Times are in seconds since 1970. */
export interface TargetState extends KnownOfTarget {
  readonly dueAt: number;
  /** How often one after the other something of it could not be looked up. */
  readonly failures: number;
  /** Since when it is said to have nothing at all, though it had addresses; undefined where it is not. */
  readonly goneSince?: number | undefined;
}

/** What was looked up of both types. */
export interface OutcomeOfTarget {
  readonly a: Outcome;
  readonly aaaa: Outcome;
}

/**
 * What is known of a target after it has been looked up: what was found; and what was known before where nothing could be learnt
 * (RFC 8767 §4).
 *
 * A target that had addresses and is said to have none of either type, or not to exist, is held for an hour: that is what a mistake
 * in its zone looks like, and it would cost every visitor. Then it is believed: its addresses may be somebody else's by now.
 *
 * @param random from 0 to below 1
 */
export function learn(
  state: TargetState,
  { a, aaaa }: OutcomeOfTarget,
  now: number,
  random: number,
): TargetState {
  if (isNothing(a) && isNothing(aaaa) && hasAddresses(state)) {
    const goneSince = state.goneSince ?? now;
    if (now - goneSince < GONE_HOLD) {
      const dueAt = now + GONE_RETRY * (1 + random * JITTER);
      return { ...state, a: held(state.a), aaaa: held(state.aaaa), failures: 0, goneSince, dueAt };
    }
  }
  const isFailed = [a, aaaa].some(({ kind }) => kind === "failed" || kind === "refused");
  const failures = isFailed ? state.failures + 1 : 0;
  const lives = [a, aaaa].map(lifeOf).filter((life) => life !== undefined);
  if (isFailed) lives.push(Math.min(FIRST_RETRY * 2 ** (failures - 1), LONGEST_RETRY));
  return {
    a: knownAfter(state.a, a, now),
    aaaa: knownAfter(state.aaaa, aaaa, now),
    failures,
    // A lookup that failed says nothing of it.
    goneSince: isFailed && !hasFound(a) && !hasFound(aaaa) ? state.goneSince : undefined,
    // Ahead of time, and not all at once.
    dueAt: now + Math.min(...lives) * (EARLIEST + random * JITTER),
  };
}

/** What may still be told: nothing that was learnt more than `hold` seconds ago, once its own time is over. */
export function forget(known: Known, now: number, hold: number): Known {
  if (known.kind === "unknown" || known.ownTtl !== undefined) return known;
  return now > Math.max(known.expires, known.learnt + hold) ? UNKNOWN : known;
}

/** The bounds of how long a target is not looked up again, whatever its TTL says. In seconds. */
const SHORTEST_LIFE = 30;
const LONGEST_LIFE = 3600;
/** A lookup is begun when between these parts of the time are over. */
const EARLIEST = 0.7;
const JITTER = 0.2;
const FIRST_RETRY = 2;
const LONGEST_RETRY = 60;
const GONE_HOLD = 3600;
const GONE_RETRY = 60;

/** For how many seconds what was found is good; undefined where nothing was. */
function lifeOf(outcome: Outcome): number | undefined {
  if (outcome.kind === "failed" || outcome.kind === "refused") return undefined;
  return Math.min(LONGEST_LIFE, Math.max(SHORTEST_LIFE, outcome.ttl));
}

function knownAfter(known: Known, outcome: Outcome, now: number): Known {
  const life = lifeOf(outcome);
  if (life === undefined) return held(known);
  const learnt = { learnt: now, expires: now + life, isHeld: false };
  switch (outcome.kind) {
    case "addresses": {
      const { addresses, isOwn, ttl } = outcome;
      return { kind: "addresses", addresses, ...learnt, ...(isOwn && { ownTtl: ttl }) };
    }
    case "none":
      return { kind: "none", ...learnt, ...(outcome.isOwn && { ownTtl: outcome.ttl }) };
    case "gone":
      return { kind: "none", ...learnt };
    case "refused":
    case "failed":
      return held(known);
    default:
      return outcome satisfies never;
  }
}

function held(known: Known): Known {
  return known.kind === "unknown" ? known : { ...known, isHeld: true };
}

function isNothing(outcome: Outcome): boolean {
  return outcome.kind === "gone" || (outcome.kind === "none" && !outcome.isOwn);
}

function hasFound({ kind }: Outcome): boolean {
  return kind === "addresses";
}

function hasAddresses({ a, aaaa }: KnownOfTarget): boolean {
  return a.kind === "addresses" || aaaa.kind === "addresses";
}
