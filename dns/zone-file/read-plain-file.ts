import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats, statSync } from "node:fs";

/**
 * The octets of a plain file. What else may stand in its place (a pipe, a device, a folder) would keep us waiting, or never
 * end: for that it throws at once, as it does where the file cannot be read.
 */
export function readPlainFile(path: string): Uint8Array {
  const { descriptor } = openPlainFile(path);
  try {
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Opens a plain file, which the caller closes, and tells how many octets it has; throws as `readPlainFile` does. */
export function openPlainFile(path: string): { readonly descriptor: number; readonly size: number } {
  refuseOthers(statSync(path)); // to open a device may do something to it
  // Since that look another thing may have come there. Opening a pipe waits for who writes, unless it is told not to.
  const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stat = fstatSync(descriptor);
    refuseOthers(stat);
    return { descriptor, size: stat.size };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/** Why a file could not be read, as a clause. */
export function unreadableReason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return "there is no such file";
    case "EISDIR":
      return "it is a folder";
    case "EACCES":
    case "EPERM":
    case "ERR_ACCESS_DENIED":
      return "we may not read it";
    case "ELOOP":
      return "its symbolic links go round in a circle";
    case "EMFILE":
    case "ENFILE":
      return "too many files and connections are open";
    default:
      if (code !== "") return `the system says ${code}`;
      return error instanceof Error ? error.message : String(error);
  }
}

function refuseOthers(stat: Stats): void {
  if (!stat.isFile()) throw new Error(`it is ${kindOf(stat)}, and no plain file`);
}

function kindOf(stat: Stats): string {
  if (stat.isDirectory()) return "a folder";
  if (stat.isFIFO()) return "a pipe";
  if (stat.isSocket()) return "a socket";
  return "a device";
}
