import { isObjectId } from "../files/object-id.ts";
import type { Git, GitResult } from "./git.ts";

/**
 * The same git, asked once for what never changes: an object that is named by its full id is the same each time. A run reads
 * the zones at one commit again and again, and each git that is started costs a fork of this process. What was not found is
 * asked for again: somebody may fetch it.
 *
 * @param most octets of answers that are kept; the oldest go first
 */
export function rememberObjects(git: Git, most = MOST_KEPT): Git {
  const known = new Map<string, Asked>();
  let kept = 0;
  return (args, input = "") => {
    if (!namesObjects(args, input)) return git(args, input);
    const key = [...args, input].join("\0");
    const before = known.get(key);
    if (before !== undefined) return before.result;
    const asked: Asked = { result: git(args, input), octets: 0 };
    known.set(key, asked);
    asked.result.then(
      (result) => {
        if (!isFound(result)) return void known.delete(key);
        if (known.get(key) !== asked) return; // forgotten before it came
        asked.octets = key.length + result.stdout.length;
        kept += asked.octets;
        forgetOldest();
      },
      () => known.delete(key),
    );
    return asked.result;
  };

  function forgetOldest(): void {
    for (const [key, { octets }] of known) {
      if (kept <= most) return;
      known.delete(key); // who still waits for it has it
      kept -= octets;
    }
  }
}

interface Asked {
  readonly result: Promise<GitResult>;
  /** Of the question and its answer; 0 until that has come. */
  octets: number;
}

const MOST_KEPT = 16 * 1024 * 1024;

/** Commands whose answer is a property of objects, with nothing in them that a branch or a setting can move. */
function namesObjects([command, ...words]: readonly string[], input: string): boolean {
  switch (command) {
    case "cat-file":
      if (words[0] === "-e") return isObjectId(words[1]!.replace(/\^\{commit\}$/, ""));
      return words[0] === "--batch" && input.trimEnd().split("\n").every(isObjectId);
    case "ls-tree":
      return words.filter(isObjectId).length === 1;
    default:
      return false;
  }
}

/** `cat-file --batch` says which objects are missing, and ends well. */
function isFound({ exitCode, stdout }: GitResult): boolean {
  return exitCode === 0 && !stdout.includes(" missing\n");
}
