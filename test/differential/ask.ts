import type { Name } from "../../dns/name.ts";
import type { Zone } from "../../dns/zone.ts";
import { askTcp } from "./ask-tcp.ts";
import { askUdp } from "./ask-udp.ts";
import { encodeQuestion, type Question } from "./question.ts";
import type { RunningServer } from "./running-server.ts";

/** Puts the questions to a server; gives its answers in their order, undefined where it gave none. */
export async function ask(
  server: RunningServer,
  questions: readonly Question[],
  patience = PATIENCE,
): Promise<(Uint8Array | undefined)[]> {
  const packets = questions.map(encodeQuestion);
  const byUdp = indexesOf(questions, "udp");
  const byTcp = indexesOf(questions, "tcp");
  const pick = (indexes: readonly number[]) => indexes.map((index) => packets[index]!);
  const [udp, tcp] = await Promise.all([
    askUdp(server.port, pick(byUdp), patience),
    askTcp(server.port, pick(byTcp), patience),
  ]);
  const answers: (Uint8Array | undefined)[] = questions.map(() => undefined);
  for (const [at, index] of byUdp.entries()) answers[index] = udp[at];
  for (const [at, index] of byTcp.entries()) answers[index] = tcp[at];
  return answers;
}

/** Waits until the server answers for every zone. Throws with its log when it does not serve one of them. */
export async function untilReady(server: RunningServer, zones: readonly Zone[]): Promise<void> {
  const deadline = performance.now() + DEADLINE;
  let missing: readonly Name[] = zones.map(({ origin }) => origin);
  let settled = 0;
  for (;;) {
    const answers = await ask(server, missing.map(soaQuestion), PAUSE);
    const before = missing.length;
    missing = missing.filter((_, index) => !isServed(answers[index]));
    if (missing.length === 0) return;
    const isRefusing = answers.every((answer) => answer !== undefined) && missing.length === before;
    settled = isRefusing ? settled + 1 : 0;
    if (!server.isAlive() || settled > MOST_REFUSALS || performance.now() > deadline) {
      const names = missing.slice(0, 5).map((name) => JSON.stringify(name));
      throw new Error(
        `Cannot start ${server.name}: it does not serve ${missing.length} zones, ${names}\n${server.log()}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

/** The server answers for the first of the zones. */
export async function isResponding(server: RunningServer, [zone]: readonly Zone[]): Promise<boolean> {
  const [answer] = await ask(server, [soaQuestion(zone!.origin)]);
  return isServed(answer);
}

const SOA = 6;
const PATIENCE = 1500; // milliseconds; a machine under load may take that long
const DEADLINE = 60_000; // milliseconds
const PAUSE = 20; // milliseconds between two looks
const MOST_REFUSALS = 200; // looks without progress before a zone counts as refused: ours may be signing them

function indexesOf(questions: readonly Question[], transport: Question["transport"]): number[] {
  return questions.flatMap((question, index) => (question.transport === transport ? [index] : []));
}

function soaQuestion(name: Name): Question {
  return { name, type: SOA, class: 1, opcode: 0, rd: false, cd: false, transport: "udp" };
}

/** NOERROR with authority. */
function isServed(answer: Uint8Array | undefined): boolean {
  return answer !== undefined && (answer[3]! & 0x0f) === 0 && (answer[2]! & 0x04) !== 0;
}
