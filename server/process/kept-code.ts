import type { Name } from "../../dns/name.ts";
import { codeFileOf, writeCode } from "../start/code-file.ts";
import { startedProgram } from "../start/program.ts";
import { makeCode } from "./make-code.ts";
import type { Service, System } from "./service.ts";

/** Says whether there was code beside the program in this file that was compiled before, and whether it could be used. */
export function tellKeptCode(program: string, { say, complain }: Pick<System, "say" | "complain">): void {
  const file = codeFileOf(program);
  const code = startedProgram()?.code;
  if (code === "used") say(`code: ${file}`);
  else if (code === "refused")
    complain(`The code in ${file} is not used: another Node has compiled it, or with other flags`);
}

/**
 * Writes what was compiled so far beside the program in this file, once the service has answered for these zones. False where it cannot, and why is
 * told.
 */
export async function keepCode(
  program: string,
  service: Service,
  origins: readonly Name[],
  { say, complain }: Pick<System, "say" | "complain">,
): Promise<boolean> {
  const started = startedProgram();
  if (started?.digest === undefined) {
    complain("Only the built server writes what was compiled of it");
    return false;
  }
  try {
    const code = await makeCode(started, service, origins);
    if (code === undefined) {
      complain("What was compiled is not written: the server does not answer itself");
      return false;
    }
    const octets = writeCode(program, started.digest, code);
    say(`code: ${codeFileOf(program)}, ${octets} octets`);
    return true;
  } catch (error) {
    complain(`What was compiled is not written: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}
