import type { World } from "../world.ts";
import type { DeployRequest } from "./request.ts";

/** The Dockerfile of the working folder, which wins where there is one. */
export async function findDockerfile(
  { files }: Pick<World, "files">,
  ours: () => string,
): Promise<DeployRequest["dockerfile"]> {
  if ((await files.realPath("Dockerfile")) === undefined) return { text: ours(), whose: "ours" };
  return { text: Buffer.from(await files.read("Dockerfile")).toString("utf8"), whose: "theirs" };
}
