import { describeAnswer } from "../serve-text.ts";
import type { SoakQuestion, Transport } from "./questions.ts";

/** Which versions of the zones an answer may come from. */
export interface Versions {
  /** All threads serve at least this one: the server has said so. */
  served: number;
  /** The files say this one, so that a thread may serve it already. */
  written: number;
}

/** What is wrong with an answer to a question that was sent when `since` was served; undefined where it is right. */
export type Judge = (
  question: SoakQuestion,
  transport: Transport,
  since: number,
  answer: Uint8Array,
) => string | undefined;

/** A judge for zones that change meanwhile. What the octets of an answer say it reads once, as the same come again and again. */
export function makeJudge(versions: Versions): Judge {
  const read = new Map<string, string>();
  const describe = (answer: Uint8Array) => {
    const key = Buffer.from(answer.buffer, answer.byteOffset + ID, answer.length - ID).toString("latin1");
    const known = read.get(key);
    if (known !== undefined) return known;
    if (read.size === MOST_READ) read.clear();
    const words = describeAnswer(answer).map(withoutSignature).sort().join("\n");
    read.set(key, words);
    return words;
  };
  return (question, transport, since, answer) => {
    if (answer.length < ID) return `${question.text} over ${transport}: an answer of ${answer.length} octets`;
    const found = describe(answer);
    for (let version = since; version <= versions.written; version++) {
      if (question.expected(version, transport) === found) return undefined;
    }
    const expected = question.expected(versions.written, transport);
    return `${question.text} over ${transport}, versions ${since} to ${versions.written}:\n${found}\nexpected:\n${expected}`;
  };
}

/** Octets of a message's id (RFC 1035 §4.1.1). */
const ID = 2;
/** More than the questions have answers in one version. */
const MOST_READ = 8192;

/** Signatures are others in every run: which set they are of is what is compared. */
function withoutSignature(line: string): string {
  return line.replace(/( IN RRSIG \S+) .*/, "$1");
}
