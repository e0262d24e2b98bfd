import { printName } from "../../dns/name.ts";
import type { Answer, AskOptions, Nameserver, Question, Transport } from "../verify/types.ts";
import { alignItems, answerFrom } from "./dig-answer.ts";
import { runDig } from "./dig-process.ts";
import { type DigItem, readDigYaml } from "./dig-yaml.ts";
import { builtInClient } from "./dns-client.ts";
import { MAX_UDP_PAYLOAD } from "./dns-client-query.ts";

/** The answers of one run of dig. */
export interface BatchResult {
  readonly answers: Answer[];
  /** The nameserver stayed silent, and dig was ended before its last question. */
  readonly isCutShort: boolean;
}

/**
 * Asks questions with one dig. Those whose output cannot be read, and those that dig cannot be given, the built-in
 * client asks instead. It also asks where dig had no reply, to tell why: dig itself says of a closed port, of silence
 * and of garbage the same.
 *
 * @param path where to write the batch file
 */
export async function askBatch(
  nameserver: Nameserver,
  transport: Transport,
  questions: readonly Question[],
  options: AskOptions,
  path: string,
): Promise<BatchResult> {
  const { timeout } = options;
  const forDig = questions.filter((question) => lineOf(question).length <= MAX_LINE);
  const { text, isCutShort } = await runDig(
    argumentsFor(nameserver, transport, options),
    forDig.map(lineOf),
    path,
  );
  const items = alignItems(forDig, readDigYaml(text));
  const end = isCutShort ? items.findLastIndex((item) => item !== undefined) + 1 : forDig.length;
  const seen = new Map(forDig.map((question, index) => [question, digAnswer(items[index], index < end)]));

  const unclear = questions.filter((question) => isUnclear(seen.get(question)));
  const others = await builtInClient.ask(nameserver, transport, unclear, { timeout });
  const answers = questions.map((question) => {
    const answer = seen.get(question);
    if (answer !== undefined && !isUnclear(answer)) return answer;
    const other = others[unclear.indexOf(question)]!;
    return answer === undefined ? { ...other, instead: true } : explain(other);
  });
  return { answers, isCutShort };

  /** Undefined where somebody else has to ask. */
  function digAnswer(item: DigItem | undefined, wasReached: boolean): Answer | undefined {
    if (!wasReached) return HELD_BACK;
    if (item?.kind === "message") return answerFrom(item.message, nameserver, transport);
    return item?.kind === "error"
      ? { outcome: "no-reply", reason: NO_REPLY, milliseconds: timeout }
      : undefined;
  }
}

/** dig reads lines of a batch file into 1,024 characters; a name full of escapes is longer. */
const MAX_LINE = 1000;

const NO_REPLY = "dig had no reply";

const HELD_BACK: Answer = {
  outcome: "not-asked",
  reason: "not asked, because the nameserver stayed silent",
  milliseconds: 0,
};

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
    "+nocookie",
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

function isUnclear(answer: Answer | undefined): boolean {
  return answer === undefined || answer.outcome === "no-reply";
}

/** The built-in client's reason where dig had no reply. A reply that it got itself does not count. */
function explain(other: Answer): Answer {
  if (other.outcome === "malformed") return other;
  const reason =
    other.outcome === "reply" ? `${NO_REPLY}, but the built-in client had one afterwards` : other.reason;
  return { outcome: "no-reply", reason, milliseconds: other.milliseconds };
}
