import { mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

const POLL = 200; // ms
const HELD = ["ENOTEMPTY", "EEXIST", "EPERM"]; // a folder that is not empty, in the words of different systems
const GONE = ["ENOENT"];

/**
 * Does the work while no other process does. The lock is a folder that holds one file, named after the process that
 * holds it; it appears and changes hands by renames, which succeed for one process only. A holder that died does not
 * keep it.
 *
 * @param {string} lock Path of the lock.
 * @param {(handTo: (pid: number) => void) => Promise<void>} work May hand the lock to a child process, so that the
 *   lock lasts as long as the child, should we be killed.
 */
export async function withLock(lock, work) {
  let holder = String(process.pid);
  await take(lock, holder);
  try {
    await work((pid) => {
      renameSync(join(lock, holder), join(lock, String(pid)));
      holder = String(pid);
    });
  } finally {
    rmSync(join(lock, holder), { force: true });
    attempt(() => rmdirSync(lock), [...HELD, ...GONE]); // the next one may have it already
  }
}

/**
 * @param {string} lock
 * @param {string} own
 */
async function take(lock, own) {
  const ready = `${lock}-${own}`;
  mkdirSync(ready, { recursive: true });
  writeFileSync(join(ready, own), "");
  let told = false;
  // A folder can be renamed onto another only when that one is empty, which is to say free.
  while (!attempt(() => renameSync(ready, lock), HELD)) {
    const holder = holderOf(lock);
    if (holder === undefined) continue; // set free between the two looks
    if (!isAlive(holder) && attempt(() => renameSync(join(lock, holder), join(lock, own)), GONE)) {
      rmSync(ready, { recursive: true });
      return;
    }
    if (!told)
      process.stderr.write(`Waiting for process ${holder}, which is installing (it holds ${lock})\n`);
    told = true;
    await setTimeout(POLL);
  }
}

/** @param {string} lock */
function holderOf(lock) {
  /** @type {string | undefined} */
  let holder;
  attempt(() => {
    [holder] = readdirSync(lock);
  }, GONE);
  return holder;
}

/** @param {string} pid */
function isAlive(pid) {
  try {
    return process.kill(Number(pid), 0) && !isZombie(pid);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code !== "ESRCH"; // it may be another user's
  }
}

/**
 * Ended, and never waited for: in a container that has no init an orphan stays like that for ever.
 *
 * @param {string} pid
 */
function isZombie(pid) {
  let stat = "";
  attempt(() => {
    stat = readFileSync(`/proc/${pid}/stat`, "latin1"); // Linux: `pid (name) state …`
  }, GONE);
  return /\) Z /.test(stat);
}

/**
 * False when the action failed for one of these reasons.
 *
 * @param {() => void} action
 * @param {readonly string[]} reasons Codes of system errors.
 */
function attempt(action, reasons) {
  try {
    action();
    return true;
  } catch (error) {
    if (reasons.includes(/** @type {NodeJS.ErrnoException} */ (error).code ?? "")) return false;
    throw error;
  }
}
