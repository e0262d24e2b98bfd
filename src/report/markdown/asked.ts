import type { AskedDeletion } from "../asked.ts";
import { askedSubject, askedWords } from "../asked-wording.ts";
import { codeSpan, escapeMarkdown } from "./escape.ts";

/** How often what goes was asked for: a line for each. */
export function askedList(asked: readonly AskedDeletion[]): string {
  const lines = asked.map((one) => `- ${codeSpan(askedSubject(one))}: ${escapeMarkdown(askedWords(one))}`);
  return ["Asked for until now:", "", ...lines].join("\n");
}
