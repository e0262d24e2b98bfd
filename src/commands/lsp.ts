import manifest from "../../package.json" with { type: "json" };
import type { World } from "../world.ts";
import { DEFAULT_FOLDER } from "./arguments.ts";
import type { Printed, Program } from "./program.ts";
import { ZONES_FOLDER } from "./zones-folder.ts";

/** `zonepipe lsp`: a language server for editors, over standard input and output. */
export function addLsp({ command, action }: Program): void {
  command(
    "lsp",
    "answer an editor: problems while typing, completion, hover, rename (the Language Server Protocol)",
  )
    .argument("[folder]", `${ZONES_FOLDER}, from the folder that the editor has open`, DEFAULT_FOLDER)
    .option("--stdio", "speak over standard input and output; nothing else is spoken", true)
    .addHelpText(
      "after",
      "\nAn editor starts it; what to write in its settings is in docs/guides/editors.md. Nothing is written and nobody is asked." +
        "\nExit codes: 0 the editor said that this is the end, 1 it went without a word.",
    )
    .action(action(run));
}

async function run({ files, now }: World, folder: string): Promise<Printed> {
  const { serveLsp } = await import("../lsp/serve.ts"); // no other command waits for what it loads
  const { stdin: input, stdout: output } = process;
  const clock = () => performance.now();
  await serveLsp({ folder, files, version: manifest.version, input, output, clock, now });
  return { exitCode: 0 };
}
