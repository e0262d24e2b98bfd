import { keyOf, printName } from "../../dns/name.ts";
import { tagOf } from "../../dns/signing/key-records.ts";
import { type KeyStates, newestStates } from "../../dns/signing/key-states.ts";
import type { PolicyKey } from "../../dns/signing/policy.ts";
import { keyStatesOf, keyStatesOn, withNewestKeys } from "../dnssec/newest-keys.ts";
import type { Base } from "../plan/pull-request.ts";
import type { Remembered } from "./ledger.ts";
import type { History } from "./request.ts";
import type { SurveyedMachine } from "./survey.ts";

/** The newest states of keys that these machines have in their environment. */
export function keyStatesOnMachines(machines: readonly SurveyedMachine[]): KeyStates {
  return newestStates(machines.map(({ machine: { id, env } }) => keyStatesOn(id, env)));
}

/**
 * The newest keys that may be in force: those that machines have, and those of the last deployment and all since then, for a
 * machine that cannot be asked may have got them.
 */
export async function keysInForce(
  machines: readonly SurveyedMachine[],
  remembered: Pick<Remembered, "last" | "unfinished"> | undefined,
  history: Pick<History, "zonesAt">,
): Promise<KeyStates> {
  const { last, unfinished = [] } = remembered ?? {};
  const commits = new Set([...unfinished, ...(last === undefined ? [] : [last])].map(({ commit }) => commit));
  const bases = await Promise.all([...commits].map((commit) => history.zonesAt(commit)));
  const zones = bases.flatMap((base) => [...(base?.zones.values() ?? [])]);
  const released = zones.flatMap((zone) => (zone === undefined ? [] : [keyStatesOf([zone])]));
  return newestStates([keyStatesOnMachines(machines), ...released]);
}

/** The repository's past as it is answered with the newest keys: an image of before has its records alone. */
export function withKeys(history: History, states: KeyStates): History {
  const renewed = ({ zones, ...base }: Base): Base => ({
    ...base,
    zones: new Map([...zones].map(([key, zone]) => [key, zone && withNewestKeys(zone, states)])),
  });
  return {
    ...history,
    zonesAt: async (commit) => {
      const base = await history.zonesAt(commit);
      return base && renewed(base);
    },
  };
}

/** Images, by digest, whose nameservers take newer keys than their zones have, as they say or said of themselves. */
export function keyedImages(
  machines: readonly SurveyedMachine[],
  remembered: Pick<Remembered, "last" | "unfinished"> | undefined,
): ReadonlySet<string> {
  const running = machines.flatMap(({ machine: { image }, check }) =>
    image === undefined || "fault" in check || !check.takesKeyStates ? [] : [image.pinned],
  );
  const { last, unfinished = [] } = remembered ?? {};
  const records = [...unfinished, ...(last === undefined ? [] : [last])];
  return new Set([...running, ...records.flatMap(({ keyed = [] }) => keyed)]);
}

/**
 * Why these images cannot be brought back: their nameservers would sign with the keys of then, or not at all, and what the
 * parent or caches hold may need those of now. A sentence without its final stop; undefined where nothing stands in the way.
 */
export function whyNotBack(
  images: readonly string[],
  states: KeyStates,
  machines: readonly SurveyedMachine[],
  remembered: Pick<Remembered, "last" | "unfinished"> | undefined,
): string | undefined {
  if (states.size === 0) return undefined;
  const keyed = keyedImages(machines, remembered);
  const old = images.find((image) => !keyed.has(image) && mayServe(image, states, machines));
  if (old === undefined) return undefined;
  const zones = [...states.keys()].map(printName).slice(0, MOST_NAMED).join(", ");
  return `The nameserver in ${old} does not take the keys that are in force now (${zones}), so it would answer with those of then: release the old records with today's server instead`;
}

const MOST_NAMED = 3;

/** A machine that runs it says which zones it has; of an image that nobody runs that is not known. */
function mayServe(image: string, states: KeyStates, machines: readonly SurveyedMachine[]): boolean {
  const running = machines.find(({ machine }) => machine.image?.pinned === image);
  if (running === undefined) return true;
  // It does not tell what it is, so it is no nameserver of ours.
  if ("fault" in running.check) return false;
  return running.check.zones.some(({ name }) => states.has(keyOf(name)));
}

/** States of keys that are older than those that may be in force: sentences without their final stops. */
export function keysOfBefore(planned: KeyStates, inForce: KeyStates): string[] {
  return [...inForce].flatMap(([zone, { counter }]) => {
    const own = planned.get(zone);
    if (own === undefined || own.counter >= counter) return [];
    return [
      `The keys of ${printName(zone)} have the counter ${own.counter}, and ${counter} was released already: keys never go back. Take the keys of then as another change of zones/_keys.yaml, with a greater counter`,
    ];
  });
}

/** What is known of the private keys that an app's machines have, or get with their next release. */
export interface AppKeys {
  readonly app: string;
  readonly machines: readonly SurveyedMachine[];
  /** The names of its secrets. */
  readonly secrets: readonly string[];
}

/** Keys that are to sign and that an app does not have: sentences without their final stops. */
export function missingKeys(planned: KeyStates, apps: readonly AppKeys[]): string[] {
  return apps.flatMap(({ app, machines, secrets }) => {
    const told = machines.flatMap(({ check }) => ("fault" in check ? [] : (check.keys ?? [])));
    const isThere = (key: PolicyKey) =>
      told.some(({ algorithm, publicKey }) => algorithm === key.algorithm && publicKey === key.publicKey);
    return [...planned].flatMap(([zone, { keys }]) =>
      keys
        .filter(({ signs }) => signs !== "none")
        .filter((key) => !isThere(key) && !mayHold(secrets, keyVariable(printName(zone), tagOf(key))))
        .map(
          (key) =>
            `${app} does not have the private key ${tagOf(key)} of ${printName(zone)}, so its machines could not sign it: set the secret ${keyVariable(printName(zone), tagOf(key))} to its PKCS#8 in base64, as it stands between the first and the last line of a PEM file`,
        ),
    );
  });
}

/** The secret that has a key of a zone. Each has its own: Fly.io gives none back, so nobody could add one to others. */
export function keyVariable(zone: string, tag: number): string {
  const name = zone
    .replace(/\.$/, "")
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_");
  return `${KEYS}_${name}_${tag}`;
}

/** What it is called in the server's environment. */
const KEYS = "ZONEPIPE_DNSSEC_KEYS";

/** The secret is there, or one that may hold any key: whether it does the first machine shows that gets it. */
function mayHold(secrets: readonly string[], variable: string): boolean {
  return secrets.some((name) => name === variable || name === KEYS);
}
