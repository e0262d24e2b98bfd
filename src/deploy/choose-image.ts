import { WorldError } from "../files/world-error.ts";
import type { MachineBefore } from "../report/deployment.ts";
import type { Remembered } from "./ledger.ts";
import { machineBefore } from "./record.ts";
import type { EarlierMachine } from "./roll-back.ts";
import { asRecorded, beforeOn, settle } from "./settle.ts";
import type { SurveyedMachine } from "./survey.ts";

/** What somebody wants to go back to. */
export type Wanted =
  /** What ran before the deployment that succeeded last, or before one since then that was left half done. */
  | { readonly kind: "before" }
  /** The image with the zones of this commit; the beginning of its id is enough. */
  | { readonly kind: "commit"; readonly commit: string }
  /** By digest: `registry/repository@sha256:…`. */
  | { readonly kind: "image"; readonly image: string };

/** What the machines of an app are to run again. */
export interface Choice {
  readonly app: string;
  readonly machines: readonly EarlierMachine[];
}

/**
 * Chooses an image for every machine that there is. A machine that came later gets what the others of its app get; an
 * app of which nothing is known has no machines in its choice.
 *
 * @param remembered undefined where nobody could be asked for earlier deployments
 */
export function chooseImages(
  wanted: Wanted,
  apps: readonly string[],
  machines: readonly SurveyedMachine[],
  remembered: Remembered | undefined,
): Choice[] {
  const known = knownImages(wanted, machines, remembered);
  return apps.map((app) => {
    const own = known.filter((one) => one.app === app);
    const [usual = wanted.kind === "before" ? undefined : known[0]] = own;
    return {
      app,
      machines: machines
        .filter((one) => one.app === app)
        .flatMap(({ machine }) => {
          const before = wanted.kind === "before" ? beforeOn(machine, own) : undefined;
          const chosen = before ?? usual;
          if (chosen === undefined) return [];
          return [asRecorded({ ...chosen, app, machine: machine.id, region: machine.region })];
        }),
    };
  });
}

type Known = Pick<MachineBefore, "app" | "machine" | "image" | "commit"> & { readonly region?: string };

function knownImages(
  wanted: Wanted,
  machines: readonly SurveyedMachine[],
  remembered: Remembered | undefined,
): Known[] {
  switch (wanted.kind) {
    case "image":
      return [
        { app: "", machine: "", image: wanted.image, commit: commitOf(wanted.image, machines, remembered) },
      ];
    case "before": {
      const halfDone = remembered === undefined ? [] : beforeHalfDone(machines, remembered);
      if (halfDone.length > 0) return halfDone;
      if (remembered?.last !== undefined) return [...remembered.last.before];
      const why =
        remembered === undefined ? "GitHub was not asked" : "no deployment that succeeded is written down";
      throw new WorldError(`Cannot tell what ran before: ${why}; ${HOW_TO_NAME}`);
    }
    case "commit": {
      const found = everKnown(machines, remembered).filter(({ commit }) => commit?.startsWith(wanted.commit));
      if (found.length > 0) return found;
      throw new WorldError(
        `Cannot find an image of commit ${wanted.commit}: no machine runs one, and none is written down; ${HOW_TO_NAME}`,
      );
    }
    default:
      return wanted satisfies never;
  }
}

/** Where a deployment was left half done, it is that one that ran last: what was there before it. */
function beforeHalfDone(machines: readonly SurveyedMachine[], remembered: Remembered): Known[] {
  const settled = settle({ machines, remembered });
  const isAsNow = ({ machine, image }: (typeof settled)[number]) =>
    // What a machine on a silent host runs is not known, and tells nothing of how far a deployment came.
    machines.some((one) => one.machine.id === machine && (one.machine.image?.pinned ?? image) === image);
  return settled.every(isAsNow) ? [] : settled.map(machineBefore);
}

const HOW_TO_NAME =
  "set GITHUB_TOKEN, or name one with --image: the report of every deployment has those that ran before";

function everKnown(machines: readonly SurveyedMachine[], remembered: Remembered | undefined): Known[] {
  const records = remembered === undefined ? [] : [remembered.last, ...remembered.unfinished];
  return [
    ...records.flatMap((record) => record?.before ?? []),
    ...machines.flatMap(({ app, machine, check }) =>
      machine.image === undefined
        ? []
        : [
            {
              app,
              machine: machine.id,
              image: machine.image.pinned,
              commit: "fault" in check ? null : (check.build.commit ?? null),
            },
          ],
    ),
  ];
}

function commitOf(
  image: string,
  machines: readonly SurveyedMachine[],
  remembered: Remembered | undefined,
): string | null {
  return everKnown(machines, remembered).find((known) => known.image === image)?.commit ?? null;
}
