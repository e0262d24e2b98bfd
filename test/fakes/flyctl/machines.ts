import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { CLASS_IN } from "../../../dns/classes.ts";
import { encodeMessage, NO_FLAGS } from "../../../dns/message.ts";
import { nameOf, typeOf } from "../../zone-text.ts";
import { openFront } from "./front.ts";
import { askOnce } from "./places.ts";
import { startServerProcess } from "./server-process.ts";
import { type App, ailmentsOf, type Image, type Machine, matching, type State } from "./state.ts";

/** Makes a machine and starts it. */
export async function createMachine(
  state: State,
  app: App,
  { region, image, env, release }: Pick<Machine, "region" | "image" | "env" | "release">,
): Promise<Machine> {
  const id = `9${(state.nextId++).toString(16).padStart(13, "0")}`;
  const machine: Machine = {
    id,
    region,
    image,
    env,
    secrets: Object.fromEntries(app.secrets),
    release,
    state: "stopped",
    isHealthy: false,
    hostStatus: "ok",
    server: undefined,
    front: await openFront({
      port: () => machine.server?.port,
      ailments: () => ailmentsOf(state, app.name, machine),
      onIntruder: () => state.violations.push(`machine ${id} of ${app.name} was contacted directly`),
    }),
  };
  app.machines.push(machine);
  await startMachine(state, app, machine);
  return machine;
}

/** Puts another image on a machine, which stops for it. One that does not run is given it, and not started. */
export async function updateMachine(
  state: State,
  app: App,
  machine: Machine,
  { image, env, release }: Pick<Machine, "image" | "env" | "release">,
): Promise<void> {
  const wasStarted = machine.state === "started";
  if (wasStarted) await stopMachine(machine);
  Object.assign(machine, { image, env, release, secrets: Object.fromEntries(app.secrets) });
  if (wasStarted) await startMachine(state, app, machine);
}

/** Takes a machine away. */
export async function destroyMachine(app: App, machine: Machine): Promise<void> {
  app.machines.splice(app.machines.indexOf(machine), 1);
  await machine.server?.stop();
  await machine.front.close();
}

/** Ends the server of a machine. */
async function stopMachine(machine: Machine): Promise<void> {
  machine.state = "stopped";
  machine.isHealthy = false;
  await machine.server?.stop();
  machine.server = undefined;
}

/** What a program on the machine finds in its environment. */
export function environmentOf(
  app: App,
  { id, region, image, env, secrets }: Machine,
): { readonly [name: string]: string } {
  // What every real machine has in /etc/hosts stands for the loopback address here.
  const udpHost = env.DNS_UDP_HOST === "fly-global-services" ? { DNS_UDP_HOST: "127.0.0.1" } : {};
  return {
    ...env,
    ...secrets,
    ...udpHost,
    FLY_APP_NAME: app.name,
    FLY_MACHINE_ID: id,
    FLY_REGION: region,
    FLY_IMAGE_REF: image.reference,
  };
}

/** The image that a deployment leaves on a machine. */
export function imageFor(state: State, app: App, machine: Machine, image: Image): Image {
  const { id, region } = machine;
  const suffers = matching(state, app.name, { id, region, label: image.reference });
  return suffers.some(({ kind }) => kind === "keeps-image") ? machine.image : image;
}

async function startMachine(state: State, app: App, machine: Machine): Promise<void> {
  machine.state = "started"; // one that crashes is started again and again
  if (ailmentsOf(state, app.name, machine).includes("crashes")) return;
  machine.server = await startServerProcess(machine.image.folder, environmentOf(app, machine));
  machine.front.restart();
  const { port } = machine.server;
  await state.witness.serves(join(machine.image.folder, "zones"), (query) => askOnce(port, query, "tcp"));
  const isUnnoticed = matching(state, app.name, { ...machine, label: machine.image.reference }).some(
    (ailment) => ailment.isUnnoticed,
  );
  machine.isHealthy = isUnnoticed || (await isReady(machine));
}

/** As checks of it find it, a few of them: it says so itself, and answers over UDP and TCP where its ailments lie. */
async function isReady({ server, front }: Machine): Promise<boolean> {
  // Signing takes a moment, and Fly.io looks more than once.
  for (let look = 1; (await server?.isReady()) !== true; look++) {
    if (look === LOOKS) return false;
    await wait(PAUSE);
  }
  for (let check = 1; check <= CHECKS; check++) {
    const replies = await Promise.all([front.ask(QUERY, "udp"), front.ask(QUERY, "tcp")]);
    if (replies.every((reply) => reply !== undefined)) return true;
  }
  return false;
}

const CHECKS = 10;
const LOOKS = 25;
const PAUSE = 200; // milliseconds

const QUERY = encodeMessage({
  id: 1,
  opcode: 0,
  rcode: 0,
  flags: NO_FLAGS,
  question: [{ name: nameOf("."), type: typeOf("SOA"), class: CLASS_IN }],
  answer: [],
  authority: [],
  additional: [],
});
