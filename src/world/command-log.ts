import { randomUUID } from "node:crypto";
import { showHidden } from "../../dns/show-hidden.ts";
import { trimEndOf } from "../../dns/trim-end.ts";

/** Where the output of a program that runs for long is shown. */
export interface CommandLog {
  /** Begins a block under a title. */
  readonly open: (title: string) => CommandBlock;
}

/** The output of one call. */
export interface CommandBlock {
  readonly print: (line: string) => void;
  readonly close: () => void;
}

/** A fold in the log of a workflow. What the program prints is not taken for commands to the runner. */
export function workflowLog(write: (text: string) => void): CommandLog {
  return {
    open(title) {
      const token = randomUUID();
      write(`::group::${showHidden(title).replaceAll("%", "%25")}\n::stop-commands::${token}\n`);
      return {
        print: (line) => write(`${line}\n`),
        close: () => write(`::${token}::\n::endgroup::\n`),
      };
    },
  };
}

/** Lines as they come, for a person at a terminal. */
export function plainLog(write: (text: string) => void): CommandLog {
  return {
    open(title) {
      write(`${showHidden(title)}\n`);
      return { print: (line) => write(`  ${line}\n`), close: () => {} };
    },
  };
}

/** Shows nothing: for output that a program reads. */
export const silentLog: CommandLog = { open: () => ({ print: () => {}, close: () => {} }) };

/** Cuts what arrives in pieces into lines, as a person would see them at the end. */
export function eachLine(onLine: (line: string) => void): {
  readonly push: (data: Buffer) => void;
  readonly end: () => void;
} {
  const decoder = new TextDecoder();
  let rest = "";
  const take = (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const line of lines) onLine(plain(line));
  };
  return {
    push: (data) => take(decoder.decode(data, { stream: true })),
    end: () => {
      take(decoder.decode());
      if (rest !== "") onLine(plain(rest));
      rest = "";
    },
  };
}

/** Without colours and other control characters, the rest of what hides spelled out; of a line that was drawn again and again, its last state. */
function plain(line: string): string {
  const last = trimEndOf(line, "\r").split("\r").at(-1)!;
  const bare = last.replace(/\x1b\[[0-9;?]*[ -/]*[@-~]/g, "").replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, "");
  return bare.split("\t").map(showHidden).join("\t");
}
