import { spawn } from "node:child_process";

/**
 * @typedef {object} StepOptions
 * @property {string} [cwd] The folder in which the program runs; ours when it is not said.
 * @property {NodeJS.ProcessEnv} [env] Its environment; ours when it is not said.
 * @property {number} [timeout] Milliseconds after which it is ended.
 * @property {NodeJS.Signals} [endBy] What ends it when a signal wants to end us; that signal when it is not said.
 * @property {(pid: number) => void} [onStart] Called with the id of its process.
 */

const TICK = 1000; // ms between two looks at the clock on a terminal
const REMINDER = 15_000; // ms between two lines elsewhere
const TAIL = 30; // lines of a failed program's output that are shown

/**
 * Runs a program that takes a while: says so before, shows on a terminal how long it has been, elsewhere a line now
 * and then. Its output is shown only when it fails.
 *
 * @param {string} what What is being done, as in `Installing packages`.
 * @param {readonly string[]} command Program and arguments.
 * @param {StepOptions} [options]
 */
export async function step(what, command, options = {}) {
  const started = Date.now();
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  const { stderr } = process;
  const live = stderr.isTTY === true;
  stderr.write(live ? `${what} …` : `${what}\n`);
  const clock = setInterval(
    () => stderr.write(live ? `\r${what} … ${seconds()}` : `${what}: ${seconds()} so far\n`),
    live ? TICK : REMINDER,
  );
  try {
    await run(what, command, options);
    stderr.write(`${live ? "\r" : ""}${what}: done in ${seconds()}\n`);
  } catch (error) {
    if (live) stderr.write("\n");
    throw error;
  } finally {
    clearInterval(clock);
  }
}

/**
 * @param {string} what
 * @param {readonly string[]} command
 * @param {StepOptions} options
 * @returns {Promise<void>}
 */
function run(what, [program = "", ...args], { endBy, onStart, ...options }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    if (child.pid !== undefined) onStart?.(child.pid);
    let output = "";
    /** @param {Buffer} data */
    const keep = (data) => {
      output += data;
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    let interrupted = false;
    /** @param {NodeJS.Signals} signal */
    const interrupt = (signal) => {
      interrupted = true;
      child.kill(endBy ?? signal);
    };
    const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
    for (const signal of signals) process.on(signal, interrupt);
    child.on("error", (cause) => reject(new Error(`Cannot run ${program}: ${cause.message}`, { cause })));
    child.on("close", (code, signal) => {
      for (const name of signals) process.off(name, interrupt);
      if (code === 0) return resolve();
      if (interrupted) return reject(new Error(`${what} was interrupted`));
      const end = signal === null ? `exited with ${code}` : `was ended by ${signal}`;
      const tail = output.trimEnd().split("\n").slice(-TAIL).join("\n");
      reject(new Error(`${what} failed: ${[program, ...args].join(" ")} ${end}. Its last lines:\n${tail}`));
    });
  });
}
