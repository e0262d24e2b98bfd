import { join } from "node:path";
import { type OutputChunk, rolldown } from "rolldown";

const ROOT = join(import.meta.dirname, "..");
const TARGET = "es2023"; // what browsers of the last two years, Bun and Node 20 all read

/** Where the stand-ins for what Node has are, by the module's name. */
const STAND_INS = {
  "node:buffer": join(ROOT, "browser/node-buffer.ts"),
  "node:crypto": join(ROOT, "browser/crypto.ts"),
  "node:net": join(ROOT, "browser/net.ts"),
  "node:path": join(ROOT, "browser/path.ts"),
  "node:url": join(ROOT, "browser/url.ts"),
};

/**
 * One ESM file that runs in Node, in Bun and in browsers: what it takes of Node comes from `browser/`. An error where
 * something else of Node is reached.
 *
 * @param entry path from the root of the repository
 * @param others stand-ins of its own, by module
 */
export async function bundleForAnywhere(
  entry: string,
  others: { readonly [module: string]: string } = {},
  isPage = false,
): Promise<OutputChunk> {
  const build = await rolldown({
    input: join(ROOT, entry),
    platform: "browser",
    shimMissingExports: isPage, // what a page never calls of modules that stand for nothing
    resolve: { alias: { ...STAND_INS, ...others } },
    transform: {
      target: TARGET,
      inject: {
        Buffer: [join(ROOT, "browser/buffer.ts"), "Buffer"],
        SharedArrayBuffer: [join(ROOT, "browser/memory.ts"), "SharedOctets"],
      },
    },
    onLog: (_level, log) => {
      if (isPage && log.code === "SHIMMED_EXPORT" && log.message.includes("browser/nothing")) return;
      throw new Error(`Cannot bundle ${entry}: ${log.message}`);
    },
  });
  const { output } = await build.generate({ format: "esm", codeSplitting: false, minify: isPage });
  await build.close();
  const [chunk] = output;
  if (chunk.imports.length > 0)
    throw new Error(`Cannot bundle ${entry}: it imports ${chunk.imports.join(", ")}`);
  return chunk;
}
