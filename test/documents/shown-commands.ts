import type { FencedBlock } from "./fenced-blocks.ts";

/** The commands that a block of `sh` or `console` shows, each as its words. */
export function commandsOf({ language, text }: FencedBlock): readonly (readonly string[])[] {
  const joined = text.replace(/\\\n */g, " ");
  const lines = joined.split("\n").filter((line) => line !== "");
  const typed =
    language === "sh" ? lines : lines.filter((line) => line.startsWith("$ ")).map((line) => line.slice(2));
  return typed.flatMap(commandsOfLine);
}

/** The words of a line of a shell: quotes, comments, and `&&`, `;` and `|` between commands. */
function commandsOfLine(line: string): string[][] {
  const commands: string[][] = [[]];
  for (const [word] of line.matchAll(/#.*$|&&|[|;]|(?:'[^']*'|"[^"]*"|[^\s'"|;&])+/g)) {
    if (word.startsWith("#")) break;
    if (/^(&&|[|;])$/.test(word)) commands.push([]);
    else commands.at(-1)!.push(word.replace(/'([^']*)'|"([^"]*)"/g, "$1$2"));
  }
  return commands.filter((words) => words.length > 0);
}
