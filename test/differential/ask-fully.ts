import { ask } from "./ask.ts";
import type { Question } from "./question.ts";
import type { RunningServer } from "./running-server.ts";

/** What a server said. */
export interface Reply {
  /** Undefined where it was silent. */
  readonly first: Uint8Array | undefined;
  /** What it said over TCP, where its answer over UDP was truncated (RFC 7766 §5); else undefined. */
  readonly second: Uint8Array | undefined;
}

/** Puts the questions to a server, and those that it answers with TC once more over TCP, as a resolver does. */
export async function askFully(server: RunningServer, questions: readonly Question[]): Promise<Reply[]> {
  const first = await ask(server, questions);
  const truncated = [...first.keys()].filter(
    (index) => questions[index]!.transport === "udp" && isTruncated(first[index]),
  );
  const again = await ask(
    server,
    truncated.map((index) => ({ ...questions[index]!, transport: "tcp" })),
  );
  const second = new Map(truncated.map((index, at) => [index, again[at]]));
  return first.map((answer, index) => ({ first: answer, second: second.get(index) }));
}

/** The server said all that it has to say. */
export function isAnswered({ first, second }: Reply, { transport }: Question): boolean {
  return first !== undefined && (second !== undefined || transport === "tcp" || !isTruncated(first));
}

const TC = 0x02;

function isTruncated(answer: Uint8Array | undefined): boolean {
  return answer !== undefined && answer.length > 2 && (answer[2]! & TC) !== 0;
}
