import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { setFlagsFromString } from "node:v8";
import { Script } from "node:vm";
import { sha256 } from "../openssl/sha256.ts";
import { type Code, type CodeKind, readCode } from "./code-file.ts";
import { STARTED, type StartedProgram } from "./program.ts";

/**
 * The head of the built server. The program stands behind it in the same file, as a comment, so that V8 does not read it twice. The head has V8 compile it,
 * with what was compiled of it before where there is some, and runs it; the same in each thread.
 */
const { isMainThread, workerData, getEnvironmentData, setEnvironmentData } =
  process.getBuiltinModule("node:worker_threads");

/** What threads are told of the program. They do not read its file: it may be another by the time that one is started again. */
interface Told {
  readonly filename: string;
  /** Of the whole file, in shared memory. */
  readonly octets: Uint8Array;
  readonly code: Code | undefined;
}

/** As the program knows it: see `defined` in scripts/program-file.ts. */
interface Itself {
  readonly filename: string;
  readonly dirname: string;
  /** What threads run, as an URL. */
  readonly threads: string;
}

async function startMain(filename: string): Promise<void> {
  // Threads have the collector by it then (see `giveBackMemory`). What was compiled counts for the flags that it was compiled with, so it comes first.
  setFlagsFromString("--expose-gc");
  const octets = inSharedMemory(readFileSync(filename));
  const digest = sha256(octets);
  const code = readCode(filename, digest);
  const told: Told = { filename, octets, code };
  setEnvironmentData(TOLD, told);
  await run(told, "main", digest);
}

async function startThread(): Promise<void> {
  const { kind }: { readonly kind: string } = workerData; // all tasks have one
  await run(getEnvironmentData(TOLD) as Told, kind, undefined); // the main thread has set it
}

const TOLD = "zonepipe program";

async function run(
  { filename, octets, code }: Told,
  kind: string,
  digest: Uint8Array | undefined,
): Promise<void> {
  // It is in ASCII: the bundler has seen to that.
  const text = Buffer.from(octets.buffer).toString("latin1");
  const start = text.indexOf(START) + START.length;
  const end = text.indexOf(END, start);
  const known = code?.[kind as CodeKind]; // of other kinds there is nothing
  const script = new Script(text.slice(start, end), {
    filename,
    lineOffset: text.slice(0, start).split("\n").length - 1,
    ...(known && { cachedData: new Uint8Array(known) }),
  });
  const used = script.cachedDataRejected === true ? "refused" : "used";
  const started: StartedProgram = {
    digest,
    code: known === undefined ? "none" : used,
    compiled: () => script.createCachedData(),
  };
  Object.defineProperty(globalThis, STARTED, { value: started });
  const program = script.runInThisContext() as (itself: Itself) => Promise<void>; // so it is bundled
  const head = text.slice(0, start - START.length);
  const threads = `data:text/javascript,${encodeURIComponent(head)}`;
  await program({ filename, dirname: dirname(filename), threads });
}

/** What stands before the program, and behind it. */
const START = "\n/* The program:\n";
const END = "\n*/";

function inSharedMemory(octets: Uint8Array): Uint8Array {
  const shared = new Uint8Array(new SharedArrayBuffer(octets.length));
  shared.set(octets);
  return shared;
}

// At the end, for it needs all of the above.
if (isMainThread) await startMain(import.meta.filename);
else await startThread();
