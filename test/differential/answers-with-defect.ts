import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type * as Identity from "../../server/answer/identity.ts";
import type * as Respond from "../../server/answer/respond.ts";
import type * as Load from "../../server/zones/load.ts";
import { exchange } from "../serve-text.ts";
import { isAnswered, type Reply } from "./ask-fully.ts";
import { copyWithDefect } from "./copy-with-defect.ts";
import type { Defect } from "./defects.ts";
import { encodeQuestion, type Question } from "./question.ts";
import type { ZoneFiles } from "./running-server.ts";
import { WITH_OUR_KEY } from "./sign-as-ours.ts";

/** What our server would reply with a defect in it. */
export interface DefectiveAnswers extends Disposable {
  readonly replyTo: (question: Question) => Reply;
}

/**
 * Loads the zones with a copy of the server's source that has the defect, in this process: to see a defect in the answers it takes no threads
 * and no sockets, which have those of the whole server.
 */
export function answerWithDefect(defect: Defect, { files }: ZoneFiles): DefectiveAnswers {
  const source = copyWithDefect(defect);
  const manifest = join(source.folder, "manifest.json");
  const served = files.map(({ origin, path, toSign }) => [origin, toSign ?? path]);
  writeFileSync(manifest, JSON.stringify(Object.fromEntries(served)));
  const from = createRequire(join(source.folder, "package.json")); // Node's own, beside what the tests have loaded
  const { load } = from("./server/zones/load.ts") as typeof Load;
  const { makeResponder } = from("./server/answer/respond.ts") as typeof Respond;
  const { makeIdentity } = from("./server/answer/identity.ts") as typeof Identity;
  const result = load(manifest, undefined, undefined, WITH_OUR_KEY);
  if (result.kind !== "loaded") throw new Error(`The server with this defect serves nothing: ${defect.what}`);
  const respond = makeResponder(result.loaded.tables, makeIdentity("", ""));
  const ask = (question: Question) =>
    exchange(respond, encodeQuestion(question), question.transport === "tcp");
  return {
    replyTo(question) {
      const first = { first: ask(question), second: undefined };
      if (first.first === undefined || isAnswered(first, question)) return first;
      return { ...first, second: ask({ ...question, transport: "tcp" }) };
    },
    [Symbol.dispose]: () => source[Symbol.dispose](),
  };
}
