import { type Ffi, onceByFfi } from "../ffi/by-ffi.ts";

/** Reads plain files that are small by calls of libc. What it cannot read so, for whatever reason, is read by node:fs, which says why where it cannot either. */
export interface FileCalls {
  /** Looks at a file. Gives how many octets it has; -1 where that is unknown, or it is no plain file. To open a device may do something to it. */
  readonly look: (path: string) => number;
  /** Reads the file that was looked at last; false where it does not have just so many octets. One more has to have room in the buffer. */
  readonly read: (into: Buffer<ArrayBuffer>, at: number, octets: number) => boolean;
}

/** A whole register: see server/transport/libc.ts. */
const WORD = "pointer";

/**
 * These calls; undefined where that cannot be. For each file node:fs makes objects and looks twice; for ten thousand of them that is
 * much of a start.
 */
export const fileCalls = onceByFfi(callsBy);

function callsBy(ffi: Ffi): FileCalls {
  const call = ffi.dlopen(null, {
    close: { arguments: [WORD], return: "int32" },
    open: { arguments: [WORD, WORD, WORD], return: "int32" },
    read: { arguments: [WORD, WORD, WORD], return: "int32" }, // ssize_t: its lower half has all of what we ask for
    statx: { arguments: [WORD, WORD, WORD, WORD, WORD], return: "int32" },
  }).functions;
  const path = Buffer.alloc(PATH_MAX);
  const pathAt = ffi.getRawPointer(path.buffer);
  const status = new DataView(new ArrayBuffer(STATX_OCTETS));
  const statusAt = ffi.getRawPointer(status.buffer);
  const mayRead = readable();
  return {
    look: (file) => {
      if (3 * file.length >= PATH_MAX || file.includes("\0") || !mayRead(file)) return -1;
      path[path.write(file)] = 0;
      if (call.statx(AT_FDCWD, pathAt, 0n, STATX_TYPE_AND_SIZE, statusAt) !== 0) return -1;
      const isPlain = (status.getUint16(STX_MODE, true) & S_IFMT) === S_IFREG;
      return isPlain && status.getUint32(STX_SIZE + 4, true) === 0 ? status.getUint32(STX_SIZE, true) : -1;
    },
    read: (into, at, octets) => {
      if (into.length - at <= octets) return false;
      // Since that look a pipe may have come there, whose opening waits for who writes.
      const descriptor = call.open(pathAt, READ_ONLY, 0n);
      if (descriptor < 0) return false;
      const word = BigInt(descriptor);
      const count = call.read(
        word,
        ffi.getRawPointer(into.buffer) + BigInt(into.byteOffset + at),
        BigInt(octets + 1),
      );
      call.close(word);
      return count === octets;
    },
  };
}

const PATH_MAX = 4096; // limits.h, the final zero included

// fcntl.h and stat.h of Linux, for every machine that `byFfi` knows.
const AT_FDCWD = BigInt.asUintN(64, -100n);
/** O_NONBLOCK and O_CLOEXEC. */
const READ_ONLY = 0x80800n;
const STATX_TYPE_AND_SIZE = 0x201n;
const STATX_OCTETS = 256;
const STX_MODE = 28;
const STX_SIZE = 40;
const S_IFMT = 0xf000;
const S_IFREG = 0x8000;

/** Whether Node's permission model, which libc knows nothing of, lets us read a file: whatever lies in its folder, for it is asked once for each. */
function readable(): (file: string) => boolean {
  const { permission } = process as { readonly permission?: NodeJS.ProcessPermission }; // it is there only where it is on
  if (permission === undefined) return () => true;
  let [last, mayRead] = ["", false];
  return (file) => {
    const folder = file.slice(0, file.lastIndexOf("/") + 1);
    if (folder !== last || folder === "") [last, mayRead] = [folder, permission.has("fs.read", `${folder}*`)];
    return mayRead;
  };
}
