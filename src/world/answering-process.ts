import { spawn } from "node:child_process";
import type { Answering } from "../world.ts";
import { type AnsweringBounds, answeringCommand } from "./answering-command.ts";
import { childEnvironment } from "./child-environment.ts";
import { converse } from "./pipe-conversation.ts";
import type { ServerProgram } from "./server-program.ts";
import { takeAlong } from "./take-along.ts";

const BOUNDS: AnsweringBounds = { loading: 120_000, silence: 30_000, heap: 512, memory: 2_048 };

/**
 * Starts the nameserver behind a pipe over a folder of zone files, and waits until they are loaded, and signed with stand-ins for that
 * week where they are to be. It may read those and
 * itself, and nothing else; write nothing; start nothing; and, from Node 25 on, use no network. It gets no secret of ours,
 * ends when we end, and is killed where it goes beyond the bounds. Throws a `WorldError` where it cannot be started.
 *
 * @param server that is started; otherwise what comes with us
 */
export async function startAnswering(
  zones: string,
  week: Date,
  bounds: AnsweringBounds = BOUNDS,
  server?: ServerProgram,
): Promise<Answering> {
  const { program, args } = await answeringCommand(zones, week, bounds, server);
  const child = spawn(program, args, { env: childEnvironment(process.env) });
  const letGo = takeAlong(child);
  const conversation = converse(child);
  void conversation.ended.then(letGo);
  // What is no query gets no answer: when that has come, the zones are loaded.
  await conversation.ask(NO_QUERY, bounds.loading, "Cannot start the nameserver");
  let last: Promise<unknown> = Promise.resolve();
  return {
    ask: (queries) => {
      const answers = last.then(() => conversation.ask(queries, bounds.silence, "Cannot ask the nameserver"));
      last = answers.catch(() => undefined);
      return answers;
    },
    stop: conversation.stop,
  };
}

/** A frame of length 0. */
const NO_QUERY = new Uint8Array(2);
