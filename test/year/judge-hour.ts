import { hold, judgeMixture } from "./held-model.ts";
import type { Hour } from "./lived-year.ts";
import type { Comparison } from "./probe.ts";
import { DS_QUESTION, KEYS_QUESTION, PARENT_KEYS } from "./year-questions.ts";
import { PARENT } from "./year-zones.ts";

/** What the model says of an answer where all that belongs to it is of that hour, from the first machine. */
export function judgeHour(
  { parent, servers: [version] }: Hour,
  question: string,
  at: number,
): Pick<Comparison, "model" | "why"> {
  const mixture = {
    ds: hold(parent, DS_QUESTION, PARENT),
    parentKeys: hold(parent, PARENT_KEYS, PARENT),
    keys: hold(version, KEYS_QUESTION),
    data: hold(version, question),
  };
  const verdict = judgeMixture(mixture, at, "ds");
  return typeof verdict === "string" ? { model: verdict } : { model: "bogus", why: verdict.bogus };
}
