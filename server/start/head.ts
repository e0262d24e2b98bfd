import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { setFlagsFromString } from "node:v8";
import { Script } from "node:vm";
import { sha256 } from "../openssl/sha256.ts";
import { type Code, type CodeKind, readCode } from "./code-file.ts";
import { STARTED, type StartedProgram } from "./program.ts";

/**
 * The head of the built server. Two programs stand behind it in the same file, as comments, so that V8 reads only what it runs: all of the server, and the part of it that
 * threads run which answer. The head has V8 compile the one that is wanted, with what was compiled of it before where there is some, and runs it; the same in each thread.
 */
const { isMainThread, workerData, getEnvironmentData, setEnvironmentData } =
  process.getBuiltinModule("node:worker_threads");

/** What threads are told of the program. They do not read its file: it may be another by the time that one is started again. */
interface Told {
  readonly filename: string;
  /** This head. */
  readonly head: string;
  readonly answering: Program;
  readonly server: Program;
  readonly code: Code | undefined;
}

/** A program in its file. */
interface Program {
  /** In shared memory, in ASCII: the bundler has seen to that. */
  readonly octets: Uint8Array;
  /** How many lines stand before it. */
  readonly line: number;
}

/** As the program knows it: see `DEFINED` in scripts/program-file.ts. */
interface Itself {
  readonly filename: string;
  readonly dirname: string;
  /** What threads run, as an URL. */
  readonly threads: string;
}

async function startMain(filename: string): Promise<void> {
  // Threads have the collector by it then (see `giveBackMemory`). What was compiled counts for the flags that it was compiled with, so it comes first.
  setFlagsFromString("--expose-gc");
  const octets = readFileSync(filename);
  const digest = sha256(octets);
  const text = octets.toString("latin1");
  const told: Told = {
    filename,
    head: text.slice(0, text.indexOf(SERVER)),
    answering: programIn(text, ANSWERING),
    server: programIn(text, SERVER),
    code: readCode(filename, digest),
  };
  setEnvironmentData(TOLD, told);
  await run(told, "main", digest);
}

async function startThread(): Promise<void> {
  const { kind }: { readonly kind: string } = workerData; // all tasks have one
  await run(getEnvironmentData(TOLD) as Told, kind, undefined); // the main thread has set it
}

const TOLD = "zonepipe program";

async function run(told: Told, kind: string, digest: Uint8Array | undefined): Promise<void> {
  const { filename, head, code } = told;
  const { octets, line } = ANSWERING_KINDS.includes(kind) ? told.answering : told.server;
  const known = code?.[kind as CodeKind]; // of other kinds there is nothing
  const script = new Script(Buffer.from(octets.buffer).toString("latin1"), {
    filename,
    lineOffset: line,
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
  const threads = `data:text/javascript,${encodeURIComponent(head)}`;
  await program({ filename, dirname: dirname(filename), threads });
}

/** What stands before all of the server, and before the part, with the number of lines above it; and what stands behind each. */
const SERVER = "\n/* The server, below line ";
const ANSWERING = "\n/* Its threads that answer, below line ";
const END = "\n*/";

/** What the tasks of such threads are called. */
const ANSWERING_KINDS: readonly string[] = ["udp-batch", "udp-portable", "tcp"];

function programIn(text: string, start: string): Program {
  const at = text.indexOf(start) + start.length;
  const from = text.indexOf("\n", at) + 1;
  const program = text.slice(from, text.indexOf(END, from));
  const octets = new Uint8Array(new SharedArrayBuffer(program.length));
  Buffer.from(octets.buffer).write(program, "latin1");
  return { octets, line: Number.parseInt(text.slice(at, from), 10) };
}

// At the end, for it needs all of the above.
if (isMainThread) await startMain(import.meta.filename);
else await startThread();
