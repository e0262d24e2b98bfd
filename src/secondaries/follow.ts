import { keyOf, type Name } from "../../dns/name.ts";
import { SOA as SOA_RECORD } from "../../dns/records/soa.ts";
import { SOA } from "../../dns/type-numbers.ts";
import { shownByNameserver } from "../published/shown-by-nameserver.ts";
import type { Clock, Look, LookPatience, Nameserver } from "../verify/types.ts";
import type { Notified, Notify } from "../world.ts";
import type { Secondary } from "./secondary.ts";
import { judgeStanding, mayStillFollow, type Standing, type Version } from "./standing.ts";

/** Who should follow to what, and how long that is waited for. */
export interface FollowOrder {
  readonly secondaries: readonly Secondary[];
  readonly versions: readonly Version[];
  /** Milliseconds after which nobody is waited for; 0 is one look. */
  readonly deadline: number;
}

/** What is needed of the world. */
export interface FollowWorld {
  readonly look: Look;
  readonly notify: Notify;
  readonly clock: Clock;
}

/** One secondary, and where it stands with each of its zones. */
export interface SecondaryProof {
  readonly nameserver: Nameserver;
  /** How it is fed; undefined where `_config.yaml` does not say. */
  readonly fed: "transfer" | "files" | undefined;
  readonly zones: readonly SecondaryZone[];
  /** Milliseconds that it was waited for. */
  readonly waited: number;
}

/** Where one secondary stands with one zone. */
export interface SecondaryZone {
  readonly zone: Name;
  /** The serial that it should answer. */
  readonly expected: number;
  readonly standing: Standing;
  /** Milliseconds until it was seen to follow, where it did not at the first look. */
  readonly after?: number;
  /** What became of the NOTIFY that the pipeline sent; left out where there was no need of one, or nobody to send it to. */
  readonly notified?: Notified;
}

/**
 * Asks secondaries for SOA and ZONEMD of their zones, tells those that are behind once more by NOTIFY, and asks again until
 * all follow, nothing can change by waiting, or the time is over. Nobody is waited for longer than its own timers allow, and
 * one that is fed by files not at all.
 */
export async function followSecondaries(
  { secondaries, versions, deadline }: FollowOrder,
  { look, notify, clock }: FollowWorld,
): Promise<SecondaryProof[]> {
  const start = clock.now();
  const lines = secondaries.map((secondary) => new Line(secondary, versions, deadline));
  for (let pause = FIRST_PAUSE, isFirst = true; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    const elapsed = () => clock.now() - start;
    await Promise.all(lines.map((line) => line.look(look, isFirst ? undefined : elapsed)));
    if (isFirst && deadline > 0) await Promise.all(lines.map((line) => line.notify(notify)));
    isFirst = false;
    const left = Math.max(...lines.map((line) => line.left(elapsed())), 0);
    if (left <= 0) break;
    await clock.wait(Math.min(pause, left));
  }
  return lines.map((line) => line.proof());
}

const FIRST_PAUSE = 1_000; // milliseconds: about what a transfer of a small zone takes
const LONGEST_PAUSE = 10_000;

/** For one look of many: whoever is silent is asked again a second later anyway. */
const A_LOOK: LookPatience = { timeout: 1_000, tries: 2 };

/** One secondary while it is waited for. */
class Line {
  readonly #secondary: Secondary;
  readonly #zones: Waiting[];
  #waited = 0;

  constructor(secondary: Secondary, versions: readonly Version[], deadline: number) {
    this.#secondary = secondary;
    this.#zones = versions
      .filter(({ zone }) => secondary.serves(zone.origin))
      .map((version) => ({ version, limit: limitOf(secondary, version, deadline), isDone: false }));
  }

  /** Looks at all zones that may have changed since the last look. */
  async look(look: Look, elapsed: (() => number) | undefined): Promise<void> {
    const now = elapsed?.() ?? 0;
    const open = this.#zones.filter(({ isDone }) => !isDone);
    if (open.length === 0) return;
    const origins = open.map(({ version }) => version.zone.origin);
    const shown = await shownByNameserver(this.#secondary.nameserver, origins, look, A_LOOK);
    this.#waited = elapsed?.() ?? 0;
    for (const [index, one] of open.entries()) {
      one.standing = judgeStanding(shown[index]!, one.version);
      one.isDone = !mayStillFollow(one.standing) || now >= one.limit;
      if (elapsed !== undefined && one.standing.kind === "follows") one.after = this.#waited;
    }
  }

  /** Tells it of the zones that it is behind with, where it takes NOTIFY. */
  async notify(notify: Notify): Promise<void> {
    const { feed } = this.#secondary;
    if (feed?.by !== "transfer") return;
    const behind = this.#zones.filter(({ standing }) => standing !== undefined && mayStillFollow(standing));
    if (behind.length === 0) return;
    const zones = behind.map(({ version: { zone, serial } }) => ({ zone: zone.origin, serial }));
    const all = await Promise.all(feed.notify.map((place) => notify({ place, key: feed.key, zones })));
    for (const [index, one] of behind.entries()) one.notified = bestOf(all.map((each) => each[index]!));
  }

  /** Milliseconds for which waiting may still be of use. */
  left(elapsed: number): number {
    return Math.max(0, ...this.#zones.map(({ isDone, limit }) => (isDone ? 0 : limit - elapsed)));
  }

  proof(): SecondaryProof {
    const { nameserver, feed } = this.#secondary;
    const zones = this.#zones.map(({ version: { zone, serial }, standing, after, notified }) => ({
      zone: zone.origin,
      expected: serial,
      standing: standing!, // it was looked at
      ...(after !== undefined && { after }),
      ...(notified !== undefined && { notified }),
    }));
    return { nameserver, fed: feed?.by, zones, waited: this.#waited };
  }
}

/** One zone of a secondary while it is waited for. */
interface Waiting {
  readonly version: Version;
  /** Milliseconds after which it is not waited for. */
  readonly limit: number;
  /** It is not looked at again. */
  isDone: boolean;
  standing?: Standing;
  after?: number;
  notified?: Notified;
}

/** Files come when somebody brings them. A secondary that could not ask at its refresh does so after retry. */
function limitOf({ feed }: Secondary, { zone }: Version, deadline: number): number {
  if (feed?.by === "files") return 0;
  const soa = zone.records.find(({ type, owner }) => type === SOA && keyOf(owner) === keyOf(zone.origin));
  if (soa === undefined) return deadline;
  const { refresh, retry } = SOA_RECORD.read(soa.rdata);
  return Math.min(deadline, 1_000 * (refresh + retry));
}

/** Of the outcomes at several places, the one that says most for it. */
function bestOf(all: readonly Notified[]): Notified {
  const order: readonly Notified["kind"][] = ["taken", "refused", "no-answer", "not-sent"];
  return all.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))[0]!; // there is one place at least
}
