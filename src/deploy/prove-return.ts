import { keyOf, type Name, printName } from "../../dns/name.ts";
import type { Zone } from "../../dns/zone.ts";
import { type RenderedZone, renderZone } from "../render/render-zone.ts";
import type { SourceZone } from "../source-zone.ts";
import type { ExpectedZone, Nameserver, Verification } from "../verify/types.ts";
import { verify } from "../verify/verify.ts";
import type { World } from "../world.ts";
import type { MachineProof } from "./deployment.ts";
import { type Expectation, expectationOf } from "./expectation.ts";
import { printPath } from "./prove-outside.ts";
import type { History } from "./request.ts";
import type { EarlierMachine } from "./roll-back.ts";
import type { Steps } from "./steps.ts";

/** An app whose machines were brought back. */
export interface ReturnedApp {
  readonly app: string;
  /** The public addresses that lead to it. */
  readonly nameservers: readonly Nameserver[];
  /** What its machines were to run again. */
  readonly before: readonly EarlierMachine[];
  /** What they said when they had gone back. */
  readonly proofs: readonly MachineProof[];
}

/** What the world is to see again. */
export interface ReturnOrder {
  readonly apps: readonly ReturnedApp[];
  readonly history: Pick<History, "zonesAt">;
  /** The zones that were taken back: what only they have is to be gone. */
  readonly left: readonly Zone[];
  /** Milliseconds until all addresses have to agree. */
  readonly deadline: number;
}

/** What was seen. */
export interface ReturnProof {
  /** Undefined where nothing could be asked. */
  readonly proof: Verification | undefined;
  /** What is wrong at an address: sentences without their final stops. */
  readonly failures: readonly string[];
  /** What could not be asked, and why: sentences without their final stops. */
  readonly notes: readonly string[];
}

/** Milliseconds for what is known to have failed: enough to see what is answered where a packet is lost. */
export const A_LOOK = 5_000;

/**
 * Asks the public addresses of apps that went back, over UDP and TCP, until all answer what was live before or the
 * deadline has passed. Machines that are right do not show that the way to them is. Nameservers of others are not
 * asked: a secondary takes no serial that is below its own (RFC 1034 §4.3.5).
 */
export async function proveReturn(
  { apps, history, left, deadline }: ReturnOrder,
  steps: Steps,
  world: World,
): Promise<ReturnProof> {
  const notes: string[] = [];
  const asked: { readonly nameservers: readonly Nameserver[]; readonly expected: ExpectedZone[] }[] = [];
  for (const one of apps) {
    if (one.nameservers.length === 0 || one.before.length === 0) continue;
    const found = await zonesBefore(one, history);
    notes.push(...found.notes);
    const expected = found.zones.map((zone) => ({ zone, deleted: onlyIn(left, zone) }));
    if (expected.length > 0) asked.push({ nameservers: one.nameservers, expected });
  }
  if (asked.length === 0) return { proof: undefined, failures: [], notes };
  const proof = await steps.take(
    "Asking the public addresses again",
    async () => {
      const asker = await world.asker();
      const { clock } = world.patience;
      const start = clock.now();
      const paths: Verification["paths"][number][] = [];
      for (const { nameservers, expected } of asked) {
        const rest = Math.max(0, start + deadline - clock.now());
        const settings = { ...world.patience, deadline: rest, onProgress: world.progress.count };
        paths.push(...(await verify(expected, nameservers, asker, settings)).paths);
      }
      return { paths, milliseconds: clock.now() - start };
    },
    (seen) => wrongPaths(seen)[0],
  );
  return { proof, failures: wrongPaths(proof).map((path) => `After going back, ${path}`), notes };
}

function wrongPaths({ paths }: Verification): string[] {
  return paths.filter((path) => path.notAsked === undefined && path.passed < path.asked).map(printPath);
}

/** The zones that an app answered before, with their serials, as the commits of its images have them. */
async function zonesBefore(
  { app, before, proofs }: ReturnedApp,
  history: ReturnOrder["history"],
): Promise<{ readonly zones: readonly RenderedZone[]; readonly notes: readonly string[] }> {
  const nothing = (why: string) => ({
    zones: [],
    notes: [`The public addresses of ${app} were not asked after going back: ${why}`],
  });
  const shown = before.map(
    ({ machine, expectation }) =>
      expectation?.zones ?? answeredBy(proofs.find((proof) => proof.machine === machine)),
  );
  const [first] = shown;
  if (first === undefined || shown.includes(undefined)) {
    return nothing("not every machine says what it is to answer");
  }
  if (new Set(shown.map((zones) => printAnswers(zones!))).size > 1) {
    return nothing("its machines did not answer alike before, and nobody chooses which one answers");
  }
  const commits = [...new Set(before.flatMap(({ commit }) => commit ?? []))];
  const bases = await Promise.all(commits.map((commit) => history.zonesAt(commit)));
  const sources = bases.flatMap((base) => [...(base?.zones.values() ?? [])]);
  const zones: RenderedZone[] = [];
  const notes: string[] = [];
  for (const answer of first) {
    const zone = sources
      .filter((source) => source !== undefined)
      .flatMap((source) => asAnswered(source, answer) ?? [])[0];
    if (zone !== undefined) zones.push(zone);
    else {
      const name = printName(answer.zone);
      notes.push(
        `The public addresses of ${app} were not asked for ${name} after going back: no known commit has what its machines answer`,
      );
    }
  }
  return { zones, notes };
}

type Answers = NonNullable<Expectation["zones"]>;

function answeredBy(proof: MachineProof | undefined): Answers | undefined {
  if (proof === undefined || proof.problem !== undefined) return undefined;
  return proof.zones.map(({ zone, serial, digest }) => ({
    zone,
    serial,
    ...(digest === undefined ? {} : { digest }),
  }));
}

function printAnswers(answers: Answers): string {
  return answers
    .map(({ zone, serial, digest = "" }) => `${keyOf(zone)} ${serial} ${digest}`)
    .sort()
    .join("\n");
}

/** The source as the zone that was answered; undefined where it is another one. */
function asAnswered(source: SourceZone, { zone, serial, digest }: Answers[number]): RenderedZone | undefined {
  if (keyOf(source.origin) !== keyOf(zone)) return undefined;
  const rendered = renderZone(source, serial);
  const [own] = expectationOf([rendered], "").zones!;
  return own!.digest === digest ? rendered : undefined;
}

/** The RRsets that a zone has only as it was left. */
function onlyIn(left: readonly Zone[], { origin, records }: Zone): { owner: Name; type: number }[] {
  const known = new Set(records.map(rrsetKey));
  const same = left.find((zone) => keyOf(zone.origin) === keyOf(origin));
  const others = (same?.records ?? []).filter((record) => !known.has(rrsetKey(record)));
  return [...new Map(others.map((one) => [rrsetKey(one), { owner: one.owner, type: one.type }])).values()];
}

function rrsetKey({ owner, type }: { readonly owner: Name; readonly type: number }): string {
  return `${keyOf(owner)} ${type}`;
}
