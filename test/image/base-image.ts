import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Buildah } from "./buildah.ts";

/**
 * A stand-in for Node's image, where images cannot be pulled: a small Debian of this machine's release with the Node of
 * `node_modules`, under the name that our Dockerfile begins from. Made once for each folder of images.
 */
export async function makeBaseImage(buildah: Buildah, name: string, node: string): Promise<void> {
  if (await isThere(buildah, name)) return;
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-base-"));
  const root = join(folder, "root");
  try {
    const { codename, mirror } = thisRelease();
    const options = ["--variant=minbase", "--include=libatomic1"]; // without the library Node does not start
    execFileSync("debootstrap", [...options, codename, root, ...mirror], { stdio: "pipe" });
    for (const unused of UNUSED) rmSync(join(root, unused), { recursive: true, force: true });
    copyFileSync(node, join(root, "usr/local/bin/node"));
    const container = await buildah("from", "scratch");
    await buildah("add", "--quiet", container, root, "/");
    await buildah("config", "--env", `PATH=${SEARCH}`, "--cmd", "node", container);
    await buildah("commit", "--quiet", "--rm", container, name);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function isThere(buildah: Buildah, name: string): Promise<boolean> {
  return await buildah("inspect", "--type", "image", name).then(
    () => true,
    () => false, // that is how it says so
  );
}

const SEARCH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const UNUSED = ["usr/share/doc", "usr/share/man", "usr/share/locale", "var/cache/apt", "var/lib/apt/lists"];

/** The release of this machine, and where apt gets it from; nothing where debootstrap cannot read from there. */
function thisRelease(): { readonly codename: string; readonly mirror: readonly string[] } {
  const codename = /^VERSION_CODENAME=(.+)$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1];
  if (codename === undefined) throw new Error("/etc/os-release names no release");
  const format = "$(CODENAME) $(COMPONENT) $(REPO_URI)"; // what apt fills in
  const words = ["indextargets", "--format", format, "Created-By: Packages"];
  const targets = execFileSync("apt-get", words, { encoding: "utf8" }).split("\n");
  const ours = targets.find((line) => line.startsWith(`${codename} main http`));
  return { codename, mirror: ours === undefined ? [] : [ours.split(" ")[2]!] };
}
