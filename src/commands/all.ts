import { addCheck } from "./check.ts";
import { addExplain } from "./explain.ts";
import { addFmt } from "./fmt.ts";
import { addList } from "./list.ts";
import type { Program } from "./program.ts";
import { addRender } from "./render.ts";

/**
 * What adds the command of this name to the program. Where none has it, or no name is given, every one, in the order of the help:
 * that, and what is wrong with a word, tells of them all.
 */
export function commandsFor(word = ""): Promise<readonly Add[]> {
  const one = Object.hasOwn(COMMANDS, word) ? COMMANDS[word] : undefined;
  return Promise.all((one === undefined ? Object.values(COMMANDS) : [one]).map((load) => load()));
}

/** Every command by its name, in the order of the help: those of every day, and how the others are loaded. */
const COMMANDS: Readonly<Record<string, () => Add | Promise<Add>>> = {
  init: async () => (await more()).init,
  up: async () => (await more()).up,
  check: () => addCheck,
  explain: () => addExplain,
  fmt: () => addFmt,
  plan: async () => (await more()).plan,
  render: () => addRender,
  serve: async () => (await more()).serve,
  watch: async () => (await more()).watch,
  lsp: async () => (await more()).lsp,
  verify: async () => (await more()).verify,
  list: () => addList,
  ask: async () => (await more()).ask,
  log: async () => (await more()).log,
  delegation: async () => (await more()).delegation,
  drift: async () => (await more()).drift,
  deploy: async () => (await more()).deploy,
  status: async () => (await more()).status,
  top: async () => (await more()).top,
  rollback: async () => (await more()).rollback,
  secondary: async () => (await more()).secondary,
  dnssec: async () => (await more()).dnssec,
  import: async () => (await more()).import,
};

/** Adds one command to the program. */
type Add = (program: Program) => void;

/** Nearly half of the program, which nobody waits for who runs a command of every day. */
const more = async () => (await import("./more.ts")).MORE;
