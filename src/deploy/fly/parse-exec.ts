import type { ExecResult } from "./fly.ts";
import { member, optionalText, readJson, wholeNumber } from "./shape.ts";

/** Reads what `flyctl machine exec --json` prints. Go leaves out what is empty: no exit code is 0. */
export function parseExec(json: string): ExecResult {
  const result = readJson("machine exec", json);
  const exitCode = member(result, "exit_code");
  return {
    exitCode: exitCode.value === undefined ? 0 : wholeNumber(exitCode),
    stdout: optionalText(member(result, "stdout")),
    stderr: optionalText(member(result, "stderr")),
  };
}
