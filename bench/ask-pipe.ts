import { readFileSync } from "node:fs";
import { CLASS_IN } from "../dns/classes.ts";
import { encodeMessage, NO_FLAGS } from "../dns/message.ts";
import { NOERROR } from "../dns/message-rcode.ts";
import { isName, type Name, parseName } from "../dns/name.ts";
import { typeCode } from "../dns/types.ts";
import { startAnswering } from "../src/world/answering-process.ts";
import { type Measured, processorTime, residentPeak } from "./measure.ts";

const TYPES = ["A", "TXT", "AAAA", "MX", "ANY"] as const;
/** As many as a zone of 50,000 names has kinds of questions. */
const AT_ONCE = 250_000;

// `node ask-pipe.js FOLDER NAMES QUESTIONS`: asks the nameserver behind a pipe so many questions about a zone of so many names, as
// bench/generate.ts writes it. Prints as JSON what that took of the time, and of the nameserver's processor and memory.
const [folder = "", names = "", questions = ""] = process.argv.slice(2);
console.log(JSON.stringify(await timeQuestions(folder, Number(names), Number(questions))));

async function timeQuestions(folder: string, names: number, questions: number): Promise<Measured> {
  const queries = writeQueries(names);
  const answering = await startAnswering(folder, new Date(0));
  const child = childOf(process.pid);
  const before = processorTime(child);
  const start = performance.now();
  for (let asked = 0; asked < questions; asked += AT_ONCE) await answering.ask(queries);
  const seconds = (performance.now() - start) / 1000;
  const after = processorTime(child);
  const megabytes = residentPeak(child);
  await answering.stop();
  const processor = before === undefined || after === undefined ? undefined : after - before;
  return { seconds, processor, megabytes };
}

/** The only child of a process (Linux only). */
function childOf(pid: number): number | undefined {
  try {
    return Number.parseInt(readFileSync(`/proc/${pid}/task/${pid}/children`, "latin1"), 10);
  } catch {
    return undefined;
  }
}

/** About half of these names exist. 7919 is prime to 50,000: neighbours in the zone are asked for far from each other. */
function writeQueries(names: number): Uint8Array {
  const frames: Uint8Array[] = [];
  for (let count = 0; count < AT_ONCE; count++) {
    const host = `host-${(count * 7919) % names}.large.example.`;
    const type = typeCode(TYPES[count % TYPES.length]!)!;
    const query = writeQuery(nameOf(count % 7 === 0 ? `below.${host}` : host), type, count & 0xffff);
    frames.push(Uint8Array.of(query.length >> 8, query.length), query);
  }
  return Buffer.concat(frames);
}

function writeQuery(name: Name, type: number, id: number): Uint8Array {
  const question = [{ name, type, class: CLASS_IN }];
  const edns = { version: 0, size: 1232, do: id % 2 === 0, options: [] };
  const empty = { answer: [], authority: [], additional: [] };
  return encodeMessage({ id, opcode: 0, rcode: NOERROR, flags: NO_FLAGS, question, ...empty, edns });
}

function nameOf(text: string): Name {
  const name = parseName(text);
  if (!isName(name)) throw new Error(name.message);
  return name;
}
