import { isName, keyOf, parseName, printName } from "../../dns/name.ts";
import { compareSerials } from "../../dns/serial.ts";
import type { KeyStates } from "../../dns/signing/key-states.ts";
import type { Octets } from "../../dns/wire.ts";
import { decideSerial, nextSerial } from "../serial/decide.ts";
import type { Shown } from "../serial/shown.ts";
import { type ExpectedAnswer, windowsAt } from "./expectation.ts";
import { contentOf, type ImageZone } from "./image-content.ts";
import { lastOf, rangeFrom, type SerialRange } from "./ledger.ts";
import type { History } from "./request.ts";
import type { EarlierMachine } from "./roll-back.ts";
import { renumberedOn } from "./serials-variable.ts";
import type { SurveyedMachine } from "./survey.ts";

/** What is to be brought back, and what is known of serials. */
export interface WayBackOrder<Target extends EarlierMachine> {
  readonly targets: readonly Target[];
  readonly surveyed: readonly SurveyedMachine[];
  readonly history: Pick<History, "zonesAt">;
  /** What a zone is answered with, or will be once it went there; the silent do not matter. */
  readonly shownOf: (zone: ImageZone) => readonly Shown[];
  /** By the zone's name: what may have been answered besides. */
  readonly floors: ReadonlyMap<string, number>;
  /** By the zone's name: serials that are kept for something else. */
  readonly reserved: ReadonlyMap<string, number>;
  /** By the zone's name: the serial that was reserved for this image, and is for no other content. */
  readonly ownOf: (image: string) => ReadonlyMap<string, number>;
  /** The newest state of keys that is known: records go back, keys never do. */
  readonly states: KeyStates;
  readonly now: Date;
}

/** How images of before are brought back so that a secondary, which keeps the greater serial, takes them. */
export interface WayBack<Target extends EarlierMachine> {
  /** By image, by the zone's name: the serials that it has to be told. */
  readonly serials: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** By the zone's name: serials that nobody had before, in order. */
  readonly fresh: ReadonlyMap<string, readonly SerialRange[]>;
  /** The names of zones that our nameservers sign. */
  readonly signed: ReadonlySet<string>;
  /** By image, by the zone's name: serials above all that is answered, which no other content ever gets. */
  readonly bound: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** The same machines, with what they have to show then. */
  readonly targets: readonly Target[];
  /** What cannot be brought back under a greater serial, and why: sentences without their final stops. */
  readonly notes: readonly string[];
}

/**
 * Decides with which serials images of before are answered again: content that has the greatest serial keeps it, any
 * other gets one above all that may have been answered, and never do two contents get one. Pure but for what the commits
 * have.
 */
export async function planWayBack<Target extends EarlierMachine>(
  order: WayBackOrder<Target>,
): Promise<WayBack<Target>> {
  const { targets, surveyed, history } = order;
  const serials = new Map<string, Map<string, number>>();
  const expected = new Map<string, readonly ExpectedAnswer[]>();
  const fresh = new Map<string, Map<string, SerialRange>>();
  const signed = new Set<string>();
  const bound = new Map<string, Map<string, number>>();
  const notes = new Set<string>();
  for (const target of new Map(targets.map((each) => [each.image, each])).values()) {
    const content = await contentOf(target, surveyed, history, order.states);
    const told = new Map<string, number>();
    const shows: ExpectedAnswer[] = [];
    serials.set(target.image, told);
    const own = new Map<string, number>();
    bound.set(target.image, own);
    const isTold = toldOn(target.image, surveyed);
    for (const [zone, has] of content ?? unknownContent(target.image, order)) {
      const taken = fresh.get(zone) ?? new Map<string, SerialRange>();
      if (has.policy !== undefined) signed.add(zone);
      const { serial, isNew } = decide(order, target.image, zone, has, taken, notes);
      if (serial !== undefined && isNew) own.set(zone, serial);
      if (taken.size > 0) fresh.set(zone, taken);
      const answered = serial ?? has.shown?.serial;
      if (serial !== undefined && (serial !== has.shown?.serial || isTold(zone))) told.set(zone, serial);
      if (answered === undefined) continue;
      const digest = has.digestWith(answered, has.shown?.digest?.algorithm ?? 1);
      shows.push({
        ...{ zone: has.name, serial: answered },
        ...(digest === undefined ? {} : { digest: Buffer.from(digest, "latin1").toString("hex") }),
        ...windowsAt(has.policy, order.now),
        ...(told.has(zone) ? { isRenumbered: true as const } : {}),
      });
    }
    // Of an image whose content nobody knows not even its zones are.
    if (content !== undefined && shows.length === content.size) expected.set(target.image, shows);
  }
  return {
    serials,
    bound,
    signed,
    fresh: new Map([...fresh].map(([zone, taken]) => [zone, [...taken.values()]])),
    targets: targets.map((target) => {
      const zones = expected.get(target.image);
      if (target.expectation === undefined) return target;
      const { zones: _, ...rest } = target.expectation;
      return { ...target, expectation: { ...rest, ...(zones === undefined ? {} : { zones }) } };
    }),
    notes: [...notes],
  };
}

type Known = WayBackOrder<EarlierMachine>;

/** The serial of a zone of an image; undefined where it keeps the one that is in its file. New is one that nobody answers. */
function decide(
  { shownOf, floors, reserved, ownOf }: Pick<Known, "shownOf" | "floors" | "reserved" | "ownOf">,
  image: string,
  zone: string,
  has: ImageZone,
  taken: Map<string, SerialRange>,
  notes: Set<string>,
): { readonly serial: number | undefined; readonly isNew: boolean } {
  const none = { serial: undefined, isNew: false };
  const floor = floors.get(zone);
  const kept = reserved.get(zone);
  const shown = shownOf(has).filter((place) => place.kind === "serial");
  const decision = decideSerial({
    digestWith: (serial, algorithm) => has.digestWith(serial, algorithm) ?? UNKNOWN,
    shown,
    ...(floor === undefined ? {} : { floor }),
    ...(kept === undefined ? {} : { reserved: kept }),
    style: "increment",
    fresh: 0,
  });
  switch (decision.kind) {
    case "kept":
      return { serial: decision.serial, isNew: false };
    case "raised": {
      if (has.isSigned) {
        notes.add(
          `${zone} is signed where it is made, and cannot get another serial here: where it goes back, secondaries keep what they have`,
        );
        return none;
      }
      const own = ownOf(image).get(zone);
      if (own !== undefined && isFree(own, decision.from, decision.because === "spent serial"))
        return { serial: own, isNew: true };
      const same = taken.get(has.key);
      if (same !== undefined) return { serial: same[0], isNew: true };
      const before = [...taken.values()].at(-1);
      const serial = before === undefined ? decision.serial : nextSerial(lastOf(before), 0);
      taken.set(has.key, rangeFrom(serial, has.policy));
      return { serial, isNew: true };
    }
    case "first": // nobody has the zone, nor had it
      return none;
    case "unknown":
    case "no-greatest":
      notes.add(`${zone} goes back with the serial that it had: none is greater than all that are answered`);
      return none;
    default:
      return decision satisfies never;
  }
}

const UNKNOWN: Octets = ""; // no digest that anybody shows

/** What was reserved for this content is above all that may have been answered, or is that, and nobody shows it. */
function isFree(own: number, greatest: number, isUnseen: boolean): boolean {
  return own === greatest ? isUnseen : compareSerials(own, greatest) === 1;
}

/** Zones of which nothing is known but that they are, or were, answered: a serial that nobody had fits any content. */
function unknownContent(
  image: string,
  { floors, surveyed, states }: Pick<Known, "floors" | "surveyed" | "states">,
): ReadonlyMap<string, ImageZone> {
  const answered = surveyed.flatMap(({ check }) =>
    "fault" in check ? [] : check.zones.map(({ name }) => printName(keyOf(name))),
  );
  return new Map(
    [...new Set([...floors.keys(), ...answered])].flatMap((zone) => {
      const name = parseName(zone);
      if (!isName(name)) return [];
      const has = { name, key: image, shown: undefined, isSigned: false, policy: states.get(keyOf(name)) };
      return [[zone, { ...has, digestWith: () => undefined }] as const];
    }),
  );
}

/** The zones that a machine with this image is told another serial for already. */
function toldOn(image: string, surveyed: readonly SurveyedMachine[]): (zone: string) => boolean {
  const told = new Set(
    surveyed
      .filter(({ machine }) => machine.image?.pinned === image)
      .flatMap(({ machine }) => [...renumberedOn(machine.env)]),
  );
  return (zone) => told.has(zone);
}
