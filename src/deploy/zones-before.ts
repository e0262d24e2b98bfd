import { keyOf, printName } from "../../dns/name.ts";
import { type RenderedZone, renderZone } from "../render/render-zone.ts";
import type { MachineProof } from "../report/deployment.ts";
import type { SourceZone } from "../source/source-zone.ts";
import type { Nameserver } from "../verify/types.ts";
import { digestOf, type Expectation } from "./expectation.ts";
import type { History } from "./request.ts";
import type { EarlierMachine } from "./roll-back.ts";

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

/** What an app answered before its machines were brought back, as far as it can be known. */
export interface ZonesBefore {
  readonly zones: readonly RenderedZone[];
  /** What is not known, and why: sentences without their final stops. */
  readonly notes: readonly string[];
}

/** The zones that an app answered before, with their serials, as the commits of its images have them. */
export async function zonesBefore(
  { app, before, proofs }: ReturnedApp,
  history: Pick<History, "zonesAt">,
): Promise<ZonesBefore> {
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
  return digestOf(rendered) === digest ? rendered : undefined;
}
