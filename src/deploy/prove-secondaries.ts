import { keyOf } from "../../dns/name.ts";
import { WorldError } from "../files/world-error.ts";
import { deletedBy, type Plan } from "../plan/plan.ts";
import { digestOfRecords } from "../published/digest-of-records.ts";
import { type AskTransfer, askTransfers, BRIEF_TRANSFER } from "../published/transfers.ts";
import { digestWithSerial, type RenderedZone } from "../render/render-zone.ts";
import type { Deployment } from "../report/deployment.ts";
import { secondaryWarnings } from "../report/secondary-wording.ts";
import { followSecondaries, type SecondaryProof, type SecondaryZone } from "../secondaries/follow.ts";
import { secondariesAt, type ZoneWithNameservers } from "../secondaries/secondary.ts";
import { askAsWritten } from "../verify/as-written.ts";
import { makeTargets } from "../verify/targets.ts";
import type { ExpectedZone, Nameserver, PathResult } from "../verify/types.ts";
import { verify } from "../verify/verify.ts";
import type { World } from "../world.ts";
import { printPath } from "./prove-outside.ts";
import type { DeployRequest } from "./request.ts";
import type { Steps } from "./steps.ts";

/** Whose secondaries are looked at, after our own machines were proved. */
export interface SecondariesOrder {
  readonly secondaries: readonly Nameserver[];
  /** The zones whose settings say who they are, and how they are fed. */
  readonly settings: readonly ZoneWithNameservers[];
  readonly expected: readonly ExpectedAtSecondaries[];
  /** Milliseconds for which they are waited for at most; 0 is one look. */
  readonly deadline: number;
}

/** A zone as they are to answer it. */
export interface ExpectedAtSecondaries extends ExpectedZone {
  readonly zone: RenderedZone;
  /** They had something else before. */
  readonly isChanged: boolean;
}

/** What was seen. */
export interface SeenSecondaries {
  readonly secondaries: readonly SecondaryProof[];
  /** What those answer that follow, asked as our own addresses are. */
  readonly paths: readonly PathResult[];
  /** Sentences without their final stops. */
  readonly warnings: readonly string[];
}

/**
 * Waits for the nameservers of others, and asks those that follow everything that our own are asked; where they give it,
 * changed zones are compared record by record. Nothing of it is a failure: our own machines are proved by then.
 */
export async function proveSecondaries(
  order: SecondariesOrder,
  steps: Steps,
  world: World,
): Promise<SeenSecondaries> {
  const { expected, deadline } = order;
  if (order.secondaries.length === 0) return { secondaries: [], paths: [], warnings: [] };
  const secondaries = secondariesAt(order.secondaries, order.settings);
  const versions = expected.map(({ zone }) => ({ zone, serial: zone.serial }));
  const { look, notify, patience } = world;
  try {
    const followed = await steps.take("Waiting for the secondaries", () =>
      followSecondaries({ secondaries, versions, deadline }, { look, notify, clock: patience.clock }),
    );
    const compare = askTransfers(world.transfer, BRIEF_TRANSFER);
    const proofs = await steps.take("Asking the secondaries", () =>
      Promise.all(followed.map((proof) => compareRecords(proof, expected, compare))),
    );
    const paths: PathResult[] = [];
    for (const proof of proofs) paths.push(...(await askAll(proof, order, world)));
    const wrong = paths.filter((path) => path.notAsked === undefined && path.passed < path.asked);
    return { secondaries: proofs, paths, warnings: [...secondaryWarnings(proofs), ...wrong.map(printPath)] };
  } catch (error) {
    if (!(error instanceof WorldError)) throw error;
    return {
      secondaries: [],
      paths: [],
      warnings: [`The secondaries could not be asked: ${error.message}`],
    };
  }
}

/** What is expected of them where our own answer what was planned. */
export function secondariesAfter(
  rendered: readonly RenderedZone[],
  plan: Plan,
  { secondaries }: Pick<DeployRequest, "secondaries">,
): Omit<SecondariesOrder, "deadline"> {
  const changed = new Set(
    plan.zones.filter(({ decision }) => decision.kind !== "kept").map(({ zone }) => keyOf(zone.origin)),
  );
  return {
    secondaries,
    settings: plan.zones.map(({ zone }) => zone),
    expected: rendered.map((zone) => ({
      zone,
      deleted: deletedBy(plan, zone.origin),
      isChanged: changed.has(keyOf(zone.origin)),
    })),
  };
}

/** A deployment with what was seen of the nameservers of others. */
export function withSecondaries(
  deployment: Deployment,
  { secondaries, paths, warnings }: SeenSecondaries,
): Deployment {
  const { proof } = deployment;
  const all = { paths: [...(proof?.paths ?? []), ...paths], milliseconds: proof?.milliseconds ?? 0 };
  return {
    ...deployment,
    ...(paths.length === 0 ? {} : { proof: { ...proof, ...all } }),
    ...(secondaries.length === 0 ? {} : { secondaries }),
    warnings: [...deployment.warnings, ...warnings],
  };
}

const ASKING = 30_000; // milliseconds: who shows the serial answers it; nodes behind one address may differ for a moment

/** Everything that is asked of our own addresses, of the zones that it follows with. */
async function askAll(
  { nameserver, zones }: SecondaryProof,
  { expected, deadline }: SecondariesOrder,
  world: World,
): Promise<readonly PathResult[]> {
  const followed = new Set(
    zones.filter(({ standing }) => standing.kind === "follows").map(({ zone }) => keyOf(zone)),
  );
  const asked = expected.filter(({ zone }) => followed.has(keyOf(zone.origin)));
  if (asked.length === 0) return [];
  world.progress.step("Asking the nameserver");
  const settings = {
    targets: makeTargets(() => world.resolver()),
    ...world.patience,
    deadline: Math.min(deadline, ASKING),
    onProgress: world.progress.count,
  };
  const written = asked.map(({ zone }) => zone);
  const asker = askAsWritten(await world.asker(), written, () => world.now().getTime() / 1000);
  return (await verify(asked, [nameserver], asker, settings)).paths;
}

/** Compares the records of zones that changed, where the secondary gives them. */
async function compareRecords(
  proof: SecondaryProof,
  expected: readonly ExpectedAtSecondaries[],
  transfer: AskTransfer,
): Promise<SecondaryProof> {
  const zones = proof.zones.map(async (one): Promise<SecondaryZone> => {
    const { zone: origin, standing } = one;
    const { zone, isChanged } = expected.find((each) => keyOf(each.zone.origin) === keyOf(origin))!; // it is one of these
    if (standing.kind !== "follows" || !isChanged) return one;
    const came = await transfer(origin, standing.serial, proof.nameserver);
    if (came.outcome === "not-given") return one;
    const { records } = came;
    const isSame =
      digestOfRecords({ origin, records }, SHA384) === digestWithSerial(zone, standing.serial, SHA384);
    const { serial } = standing;
    return {
      ...one,
      standing: isSame ? { kind: "follows", serial, seen: "records" } : { kind: "other-content", serial },
    };
  });
  return { ...proof, zones: await Promise.all(zones) };
}

const SHA384 = 1; // the ZONEMD algorithm that ours have (RFC 8976 §2.2.3)
