import { isResponding, untilReady } from "./ask.ts";
import { askFully, isAnswered, type Reply } from "./ask-fully.ts";
import type { Program } from "./programs.ts";
import type { Question } from "./question.ts";
import { startServer, type ZoneFiles } from "./running-server.ts";

/**
 * Runs a server and puts the questions to it. If it crashes or hangs, it is started anew and gets what it owes one by
 * one, so that it owes an answer to the question that breaks it and to no other.
 */
export async function interview(
  program: Program,
  files: ZoneFiles,
  questions: readonly Question[],
): Promise<Reply[]> {
  const replies: Reply[] = [];
  let open = await askAll();
  while (open.length > 0) open = await askOneByOne(open);
  return replies;

  /** Gives the questions that are open because the server broke. */
  async function askAll(): Promise<number[]> {
    using server = await startServer(program, files);
    await untilReady(server, files.zones);
    replies.push(...(await askFully(server, questions)));
    const unanswered = [...replies.keys()].filter((index) => !isAnswered(replies[index]!, questions[index]!));
    return unanswered.length === 0 || (await isResponding(server, files.zones)) ? [] : unanswered;
  }

  async function askOneByOne(indexes: readonly number[]): Promise<number[]> {
    using server = await startServer(program, files);
    await untilReady(server, files.zones);
    for (const [at, index] of indexes.entries()) {
      const [reply] = await askFully(server, [questions[index]!]);
      replies[index] = reply!;
      if (isAnswered(reply!, questions[index]!) || (await isResponding(server, files.zones))) continue;
      return indexes.slice(at + 1);
    }
    return [];
  }
}
