import { printName } from "../../dns/name.ts";
import type { Answer, AskOptions, Nameserver, Question, Transport } from "../verify/types.ts";
import { alignItems, answerFrom } from "./dig-answer.ts";
import { runDig } from "./dig-process.ts";
import { type DigItem, readDigYaml } from "./dig-yaml.ts";
import { builtInClient } from "./dns-client.ts";
import { MAX_UDP_PAYLOAD } from "./dns-client-query.ts";

/** Questions for one nameserver over one transport. */
export interface Batch {
  readonly nameserver: Nameserver;
  readonly transport: Transport;
  readonly questions: readonly Question[];
  readonly options: AskOptions;
  /** Where to write what dig reads. */
  readonly path: string;
  /** The nameserver has replied before over this transport. */
  readonly hasReplied: boolean;
}

/** What came of a batch. */
export interface BatchResult {
  readonly answers: Answer[];
  /** The nameserver stayed silent, and dig was ended before its last question. */
  readonly isCutShort: boolean;
}

/**
 * Asks questions with one dig. Those whose output cannot be read, and those that dig cannot be given, the built-in
 * client asks instead. It also asks where dig had no reply, to tell why: dig itself says of a closed port, of silence
 * and of garbage the same.
 */
export async function askBatch(batch: Batch): Promise<BatchResult> {
  const { nameserver, transport, questions, options } = batch;
  const forDig = questions.filter((question) => lineOf(question).length <= MAX_LINE);
  const { seen, isCutShort } = await askDig(batch, forDig, transport === "tcp");
  if (transport === "tcp") {
    const again = await askDig(batch, lostToClosing(seen), false);
    for (const [question, answer] of again.seen) seen.set(question, answer);
  }
  const unclear = questions.filter((question) => isUnclear(seen.get(question)));
  const others = await builtInClient.ask(nameserver, transport, unclear, { timeout: options.timeout });
  const byOther = new Map(unclear.map((question, index) => [question, others[index]!]));
  const answers = questions.map((question) => combine(seen.get(question), byOther.get(question)));
  return { answers, isCutShort };
}

/** By question; undefined where somebody else has to ask. */
type Seen = Map<Question, Answer | undefined>;

/** dig reads lines of a batch file into 1,024 characters; a name full of escapes is longer. */
const MAX_LINE = 1000;

const NO_REPLY: Answer = { outcome: "no-reply", reason: "dig had no reply", milliseconds: 0 };

const HELD_BACK: Answer = {
  outcome: "not-asked",
  reason: "not asked, because the nameserver stayed silent",
  milliseconds: 0,
};

/**
 * One run of dig.
 *
 * @param keepOpen all questions over one connection: a connection each would use up this machine's ports
 */
async function askDig(
  { nameserver, transport, options, path, hasReplied }: Batch,
  questions: readonly Question[],
  keepOpen: boolean,
): Promise<{ seen: Seen; isCutShort: boolean }> {
  if (questions.length === 0) return { seen: new Map(), isCutShort: false };
  const args = [...argumentsFor(nameserver, transport, options), ...(keepOpen ? ["+keepopen"] : [])];
  const { text, isCutShort } = await runDig(args, questions.map(lineOf), path, hasReplied);
  const items = alignItems(questions, readDigYaml(text));
  const end = isCutShort ? items.findLastIndex((item) => item !== undefined) + 1 : questions.length;
  const seen = new Map(questions.map((question, at) => [question, at < end ? read(items[at]) : HELD_BACK]));
  return { seen, isCutShort };

  function read(item: DigItem | undefined): Answer | undefined {
    if (item?.kind === "message") return answerFrom(item.message, nameserver, transport);
    return item?.kind === "error" ? NO_REPLY : undefined;
  }
}

function argumentsFor(
  { address, port }: Nameserver,
  transport: Transport,
  { timeout, tries = 1 }: AskOptions,
): string[] {
  return [
    "-r",
    "+yaml",
    "+norec",
    "+nsid",
    "+nosplit",
    `+bufsize=${MAX_UDP_PAYLOAD}`,
    `+time=${Math.ceil(timeout / 1000)}`,
    `+tries=${tries}`,
    ...(transport === "tcp" ? ["+tcp"] : []),
    `@${address}`,
    "-p",
    String(port),
  ];
}

/**
 * A line of the batch file. dig takes it apart at blanks and knows no quotes there, and a printed name has no blanks;
 * the type as a number is known to every dig.
 */
function lineOf({ name, type, dnssec = false }: Question): string {
  return `-q ${printName(name)} -t TYPE${type}${dnssec ? " +dnssec" : ""}`;
}

/**
 * Questions that dig sent into a connection that the server had closed after an earlier answer, as servers may at any
 * time (RFC 7766 §6.2.3): there are answers, so the nameserver is there.
 */
function lostToClosing(seen: Seen): Question[] {
  const answers = [...seen];
  const isThere = answers.some(([, answer]) => answer?.outcome === "reply");
  return isThere ? answers.filter(([, answer]) => answer === NO_REPLY).map(([question]) => question) : [];
}

function isUnclear(answer: Answer | undefined): boolean {
  return answer === undefined || answer === NO_REPLY;
}

/** dig's answer, or the built-in client's in its place; where dig had no reply only the reason is the other's. */
function combine(answer: Answer | undefined, other: Answer | undefined): Answer {
  if (other === undefined) return answer ?? NO_REPLY;
  if (answer === undefined) return { ...other, instead: true };
  if (other.outcome === "malformed") return other;
  const { milliseconds } = other;
  const reason =
    other.outcome === "reply" ? "dig had no reply, but the built-in client had one afterwards" : other.reason;
  return { outcome: "no-reply", reason, milliseconds };
}
