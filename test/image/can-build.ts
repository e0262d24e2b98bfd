/**
 * True where images can be built and run without a daemon: on Linux, by root. Otherwise a line says why not; CI, where
 * that must not be, runs this test as root (`.ci/run`).
 */
export function canBuild(): boolean {
  const isRoot = process.getuid?.() === 0;
  if (process.platform === "linux" && isRoot) return true;
  console.warn(`skipped: only root can build and run an image, on Linux; this is ${process.platform}`);
  return false;
}
