import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import type { ImageConfig } from "./image-config.ts";

/** A program in the root of an image. */
export type ImageProcess = ChildProcessByStdio<null, Readable, Readable>;

/**
 * Starts a program in an image's root, in its folder and with its environment and no other, as a machine would. The root
 * is mounted so that nothing can be written to it; what is mounted is seen by this program alone and goes with it. It is
 * the process that signals are sent to.
 */
export function runInImage(
  root: string,
  config: ImageConfig,
  words: readonly string[],
  environment: { readonly [name: string]: string } = {},
): ImageProcess {
  const variables = [
    ...config.Env,
    ...Object.entries(environment).map(([name, value]) => `${name}=${value}`),
  ];
  // cd, because chroot begins in the new root.
  const inside = ["chroot", root, "/usr/bin/env", "-i", "-C", config.WorkingDir, ...variables, ...words];
  const namespace = ["--mount", "--propagation", "private", "sh", "-c", MOUNT, root, ...inside];
  return spawn("unshare", namespace, { stdio: ["ignore", "pipe", "pipe"] });
}

/** `$0` is the root; the rest is what is run. */
const MOUNT = `set -e
mount --bind "$0" "$0"
mount -o remount,bind,ro "$0"
mount --rbind /proc "$0/proc"
mount --rbind /dev "$0/dev"
exec "$@"`;
