import { rolldown } from "rolldown";
import { lazyModules } from "./lazy-modules.ts";

/** What `import.meta` has, as the head of a program tells it. */
export const DEFINED = {
  "import.meta.filename": "itself.filename",
  "import.meta.dirname": "itself.dirname",
  "import.meta.url": "itself.threads",
};

/**
 * Programs in one file that are started by a head (server/start/head.ts): the head, and behind it in comments the programs, which the head has V8 compile. So what was
 * compiled of them can be kept, which Node has no way to do for who may not write.
 *
 * @param programs bundled modules, in ASCII and without comments, by what the head calls them
 * @param head the entry point of the head
 */
export async function programFile(
  programs: { readonly [name: string]: string },
  head: string,
): Promise<string> {
  const start = await bundleHead(head);
  let text = `${start.trimEnd()}\n`;
  for (const [name, module] of Object.entries(programs))
    text += `/* ${name}, below line ${text.split("\n").length}:\n${asFunction(module)}\n*/\n`;
  const other = /[^\p{ASCII}]/u.exec(text);
  if (other !== null)
    throw new Error(
      `Cannot make ${head} of a program with ${JSON.stringify(text.slice(other.index - 40, other.index + 20))}: it has to be ASCII`,
    );
  return text;
}

async function bundleHead(input: string): Promise<string> {
  const build = await rolldown({
    input,
    platform: "node",
    plugins: [lazyModules(["node:fs", "node:path", "node:v8", "node:vm", "node:crypto"])],
    treeshake: true,
  });
  const { output } = await build.generate({ format: "esm", codeSplitting: false, ...PLAIN });
  await build.close();
  return output[0].code;
}

/** How code is printed: line by line as it was written, but in ASCII, which takes half the memory, and without comments. */
export const PLAIN = {
  comments: false,
  minify: { compress: false, mangle: false, codegen: { removeWhitespace: false, asciiOnly: true } },
} as const;

/** The module as a function of what it knows of itself. */
function asFunction(program: string): string {
  const body = program
    .replaceAll(
      /^import (\{.*\}) from "(node:.*)";$/gm,
      (_, names: string, module: string) =>
        `const ${names.replaceAll(" as ", ": ")} = process.getBuiltinModule("${module}");`,
    )
    .replace(/^export \{\s*\};$/m, "")
    .replaceAll("*/", "*\\/"); // in expressions and texts: there are no comments
  const left = /^(?:import|export)\b.*|\bimport\.meta\b.*|\bperformance\.(?!now\()/m.exec(body);
  if (left !== null) throw new Error(`Cannot make a function of a module with "${left[0]}"`);
  return `(async (itself) => {\n${PERFORMANCE}\n${body.trim()}\n})`;
}

/** Node makes its own when it is first asked for, with all of node:perf_hooks: some milliseconds in each thread. */
const PERFORMANCE = "const performance = { now: () => process.uptime() * 1000 };";
