import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Killed, Refusal, type Running } from "./command.ts";
import { parseCommandLine } from "./command-line.ts";
import { allocateAddress, COMMANDS } from "./commands.ts";
import { createMachine, updateMachine } from "./machines.ts";
import { type Piece, printPiece, type Request } from "./protocol.ts";
import type { App, Fault, Machine, State } from "./state.ts";
import { makeWitness } from "./witness.ts";

/** A Fly.io on this machine, with a flyctl that talks to it. */
export interface FakeFly {
  readonly state: State;
  /** The folder with the program flyctl: the first on the PATH of whoever shall use it. */
  readonly bin: string;
  /** Makes an app; with an address of its own unless told otherwise. */
  readonly createApp: (name: string, options?: { readonly hasAddress: boolean }) => Promise<App>;
  /** One more machine in the region with the image of the newest, as `flyctl scale count` makes it. */
  readonly scale: (app: App, region: string) => Promise<void>;
  /** Ends a machine's server and starts it again, as Fly.io does where one fails. */
  readonly restart: (app: App, machine: Machine) => Promise<void>;
  /** Where the app answers: its first address and the port that stands for 53. */
  readonly placeOf: (app: App) => { readonly address: string; readonly port: number };
  /** Ends every server and closes every port. */
  readonly stop: () => Promise<void>;
}

/** Starts it without any app. Whoever starts it stops it. */
export async function startFakeFly(): Promise<FakeFly> {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-fly-"));
  chmodSync(folder, 0o755); // servers that were root read their images here
  const state: State = {
    folder,
    token: "FlyV1 fm2_deploytoken",
    apps: new Map(),
    registry: new Map(),
    faults: [],
    ailments: [],
    calls: [],
    violations: [],
    witness: makeWitness(),
    nextId: 1,
    seconds: 0,
  };
  const connections = new Set<Socket>();
  const server = createServer((socket) => {
    connections.add(socket);
    socket.on("close", () => connections.delete(socket));
    // Whoever called may be killed at any moment. The lines tell of what happens to their input as well.
    const lines = createInterface({ input: socket });
    for (const each of [socket, lines]) each.on("error", () => socket.destroy());
    lines.once("line", (line) => {
      void serve(state, JSON.parse(line) as Request, socket); // our own program wrote it
    });
  });
  server.listen(join(folder, "socket"));
  await once(server, "listening");
  return {
    state,
    bin: putProgram(folder),
    async createApp(name, { hasAddress } = { hasAddress: true }) {
      const app: App = {
        name,
        addresses: [],
        machines: [],
        releases: [],
        secrets: new Map(),
        route: ([first]) => first,
      };
      state.apps.set(name, app);
      if (hasAddress) await allocateAddress(state, app);
      return app;
    },
    async scale(app, region) {
      const model = app.machines.at(-1);
      if (model === undefined) throw new Error("no release is complete");
      await createMachine(state, app, { ...model, region });
    },
    restart: (app, machine) => updateMachine(state, app, machine, machine),
    placeOf({ name, addresses: [address] }) {
      if (address?.place === undefined) throw new Error(`${name} has no address`);
      return address.place;
    },
    async stop() {
      for (const socket of connections) socket.destroy();
      server.close();
      for (const { machines, addresses } of state.apps.values()) {
        await Promise.all(machines.map((machine) => machine.server?.stop()));
        await Promise.all(machines.map((machine) => machine.front.close()));
        await Promise.all(addresses.map(({ place }) => place?.close()));
      }
      rmSync(folder, { recursive: true });
    },
  };
}

function putProgram(folder: string): string {
  const bin = join(folder, "bin");
  mkdirSync(bin);
  symlinkSync(join(import.meta.dirname, "flyctl.pl"), join(bin, "flyctl"));
  return bin;
}

async function serve(state: State, request: Request, socket: Socket): Promise<void> {
  const send = (piece: Piece) => void socket.write(printPiece(piece));
  try {
    await carryOut(state, request, send);
    send({ to: "exit", code: 0 });
  } catch (error) {
    if (error instanceof Killed) {
      for (const id of [request.caller, request.process]) process.kill(id, "SIGKILL");
    } else if (error instanceof Refusal) {
      send({ to: "stderr", text: `Error: ${error.message}\n` });
      send({ to: "exit", code: error.code });
    } else {
      state.violations.push(`the fake failed: ${error instanceof Error ? error.stack : String(error)}`);
      send({ to: "exit", code: 99 });
    }
  }
  socket.end();
}

async function carryOut(
  state: State,
  { words, token, input }: Request,
  send: (piece: Piece) => void,
): Promise<void> {
  const call = words.join(" ");
  state.calls.push(call);
  if (token !== "" && call.includes(token))
    state.violations.push(`the token stands on a command line: ${call}`);
  const secrets = [...state.apps.values()].flatMap((app) => [...app.secrets.values()]);
  if (secrets.some((secret) => call.includes(secret)))
    state.violations.push(`a secret stands on a command line: ${call}`);
  const line = parseCommandLine(words);
  if ("refusal" in line) throw new Refusal(line.refusal);
  if ("help" in line) return send({ to: "stdout", text: line.help });
  if (line.command !== "version" && token !== state.token) {
    throw new Refusal("failed retrieving current user: You must be authenticated to view this.");
  }
  const fault = state.faults.find(({ on, times }) => times > 0 && on.test(call));
  if (fault !== undefined) fault.times -= 1;
  if (fault !== undefined && fault.after === undefined && fault.isCarriedOut !== true) happen(fault);
  const running: Running = {
    state,
    holder: `${state.nextId++}@tokens.fly.io`,
    line,
    input,
    print: (text) => send({ to: "stdout", text }),
    say: (text) => send({ to: "stderr", text }),
    onProgress: (machines) => {
      if (fault?.after === machines) happen(fault);
    },
  };
  await COMMANDS[line.command](running);
  if (fault?.isCarriedOut === true) happen(fault);
}

function happen({ end }: Fault): never {
  switch (end.kind) {
    case "kill":
      throw new Killed();
    case "exit":
      throw new Refusal(end.message, end.code);
    default:
      return end satisfies never;
  }
}
