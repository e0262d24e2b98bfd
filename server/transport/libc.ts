import { getSystemErrorName } from "node:util";

/** The functions of libc that open sockets and move datagrams, called by `node:ffi`. Linux only. */
export interface Libc {
  readonly call: ReturnType<typeof bind>;
  /** Where the octets of a buffer stand; it must outlive every call that is given the address. */
  readonly addressOf: (buffer: ArrayBuffer) => bigint;
  /** Name of the error of the last call, for example `EADDRINUSE`. */
  readonly lastError: () => string;
  /** Throws "what error", for example `bind EADDRINUSE`, where a result of a call says that it failed. */
  readonly check: (what: string, result: number) => number;
}

/**
 * Binds them, or says why that cannot be. node:ffi is experimental, so it is asked for and never imported: where it is
 * missing an import would end the program.
 */
export function openLibc(): Libc | { readonly missing: string } {
  if (process.platform !== "linux" || !KNOWN_LAYOUTS.includes(process.arch)) {
    return { missing: `its structures are not known for ${process.platform} on ${process.arch}` };
  }
  try {
    const ffi = process.getBuiltinModule("node:ffi") as Ffi | undefined; // it is not there in every Node
    if (ffi === undefined) return { missing: `Node ${process.version} has no node:ffi` };
    const call = bind(ffi);
    const lastError = () => getSystemErrorName(-ffi.getInt32(call.__errno_location()));
    const check = (what: string, result: number) => {
      if (result < 0) throw new Error(`${what} ${lastError()}`);
      return result;
    };
    return { call, addressOf: ffi.getRawPointer, lastError, check };
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}

/** Both have 64 bits, the lowest octet first, and the same numbers of options. */
const KNOWN_LAYOUTS: readonly string[] = ["x64", "arm64"] satisfies NodeJS.Architecture[];

type Ffi = typeof import("node:ffi");

/**
 * A whole register, for what is called for every batch. Node looks at each number of a narrower type, and at calls with more than three of them in an array
 * that it makes anew, which takes longer than the system's work for an empty socket; a function of words alone is called by compiled code as it stands. Who is called reads the half of
 * the register that its type has, on both of `KNOWN_LAYOUTS`.
 */
const WORD = "pointer";

function bind(ffi: Ffi) {
  return ffi.dlopen(null, {
    _exit: { arguments: ["int32"], return: "void" },
    __errno_location: { arguments: [], return: "pointer" },
    bind: { arguments: ["int32", "pointer", "uint32"], return: "int32" },
    close: { arguments: ["int32"], return: "int32" },
    dup: { arguments: ["int32"], return: "int32" },
    getrlimit: { arguments: ["int32", "pointer"], return: "int32" },
    getsockopt: { arguments: ["int32", "int32", "int32", "pointer", "pointer"], return: "int32" },
    getsockname: { arguments: ["int32", "pointer", "pointer"], return: "int32" },
    if_nametoindex: { arguments: ["string"], return: "uint32" },
    listen: { arguments: ["int32", "int32"], return: "int32" },
    poll: { arguments: [WORD, WORD, WORD], return: "int32" },
    prctl: { arguments: ["int32", "uint64", "uint64", "uint64", "uint64"], return: "int32" },
    recvmmsg: { arguments: [WORD, WORD, WORD, WORD, WORD], return: "int32" },
    sendmmsg: { arguments: [WORD, WORD, WORD, WORD], return: "int32" },
    sendto: {
      arguments: ["int32", "pointer", "uint64", "int32", "pointer", "uint32"],
      return: "int32", // ssize_t: its lower half has all of what we send
    },
    setrlimit: { arguments: ["int32", "pointer"], return: "int32" },
    setsockopt: { arguments: ["int32", "int32", "int32", "pointer", "uint32"], return: "int32" },
    socket: { arguments: ["int32", "int32", "int32"], return: "int32" },
  }).functions;
}
