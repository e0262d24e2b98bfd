import { printName } from "../../dns/name.ts";
import type { Drift } from "../plan/zone-changes.ts";
import type { SecondaryProof } from "../secondaries/follow.ts";
import { changeToJson, removedToJson } from "./change-json.ts";
import type { Deployment } from "./deployment.ts";

/** A deployment as plain data for programs: names in presentation form, times in milliseconds. */
export function deploymentToJson(deployment: Deployment): object {
  const { outcome, commit, inputs, image, dockerfile, steps, machines, convergence, failure } = deployment;
  const { floors, warnings, drift, before, secondaries } = deployment;
  return {
    outcome,
    commit,
    inputs,
    ...(image === undefined ? {} : { image }),
    dockerfile,
    ...(failure === undefined ? {} : { failure }),
    ...(convergence === undefined ? {} : { convergence: Math.round(convergence) }),
    machines: machines.map((machine) => ({
      ...machine,
      zones: machine.zones.map(({ zone, serial, digest, isExpected }) => ({
        zone: printName(zone),
        serial,
        digest: digest ?? null,
        isExpected,
      })),
    })),
    ...(secondaries === undefined ? {} : { secondaries: secondaries.map(secondaryToJson) }),
    floors: floors.map(({ zone, serial }) => ({ zone: printName(zone), serial })),
    steps: steps.map((step) => ({ ...step, milliseconds: Math.round(step.milliseconds) })),
    warnings,
    ...(drift === undefined ? {} : { drift: driftToJson(drift) }),
    ...(before === undefined ? {} : { before }),
  };
}

/** Where one secondary stands, for programs. */
export function secondaryToJson({ nameserver, fed, waited, zones }: SecondaryProof): object {
  return {
    nameserver,
    fed: fed ?? null,
    waited: Math.round(waited),
    zones: zones.map(({ zone, expected, standing: { kind, ...more }, after, notified }) => ({
      zone: printName(zone),
      expected,
      standing: kind,
      ...more,
      ...(after === undefined ? {} : { after: Math.round(after) }),
      ...(notified === undefined ? {} : { notified: notified.kind }),
    })),
  };
}

function driftToJson({ digest, zones, removed }: Drift): object {
  return {
    digest,
    zones: zones.map(({ origin, changes }) => ({
      zone: printName(origin),
      changes: changes.map((change) => changeToJson(change)),
    })),
    removed: removed.map(removedToJson),
  };
}
