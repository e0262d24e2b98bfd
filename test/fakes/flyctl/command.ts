import type { CommandLine } from "./command-line.ts";
import type { App, State } from "./state.ts";

/** A command under way. */
export interface Running {
  readonly state: State;
  readonly line: CommandLine;
  /** What it was given to read. */
  readonly input: string;
  /** Whose leases it takes. */
  readonly holder: string;
  /** Prints on the standard output. */
  readonly print: (text: string) => void;
  /** Prints on the standard error output, as flyctl does with what it says about its work. */
  readonly say: (text: string) => void;
  /** Called after each machine that a deployment has finished with; throws when it shall go no further. */
  readonly onProgress: (machines: number) => void;
}

/** Ends flyctl with this exit code, after `Error: ` and the message. */
export class Refusal extends Error {
  readonly code: number;

  constructor(message: string, code = 1) {
    super(message);
    this.code = code;
  }
}

/** The runner has ended everything. */
export class Killed extends Error {}

/** The app that is meant. */
export function appOf({ state, line }: Running): App {
  const name = line.flags.get("app");
  if (name === undefined) {
    throw new Refusal(
      "the config for your app is missing an app name, add an app field to the fly.toml file or specify with the -a flag",
    );
  }
  const app = state.apps.get(name);
  if (app === undefined) throw new Refusal(`failed to get app: Could not find App "${name}"`);
  return app;
}

/** Prints a value as flyctl does: four spaces a level. */
export function printJson({ print }: Running, value: unknown): void {
  print(`${JSON.stringify(value, undefined, 4)}\n`);
}
