/**
 * The functions of the OpenSSL inside of Node's own program that make digests and random octets, called by `node:ffi`; undefined where that cannot be.
 * node:ffi is experimental, so it is asked for and never imported: where it is missing an import would end the program.
 */
export function digestCalls(): Calls | undefined {
  if (bound === undefined) bound = bind() ?? "missing";
  return bound === "missing" ? undefined : bound;
}

type Ffi = typeof import("node:ffi");
type Calls = ReturnType<typeof functionsOf>;

let bound: Calls | "missing" | undefined;

function bind(): Calls | undefined {
  if (process.platform !== "linux" || !KNOWN_LAYOUTS.includes(process.arch)) return undefined;
  try {
    const ffi = process.getBuiltinModule("node:ffi") as Ffi | undefined; // it is not there in every Node
    return ffi && functionsOf(ffi);
  } catch {
    return undefined; // it is not allowed, or this Node has another OpenSSL
  }
}

/** Both have 64 bits. */
const KNOWN_LAYOUTS: readonly string[] = ["x64", "arm64"] satisfies NodeJS.Architecture[];

function functionsOf(ffi: Ffi) {
  return ffi.dlopen(null, {
    EVP_DigestFinal_ex: { arguments: ["pointer", "pointer", "pointer"], return: "int32" },
    EVP_DigestInit_ex: { arguments: ["pointer", "pointer", "pointer"], return: "int32" },
    EVP_DigestUpdate: { arguments: ["pointer", "pointer", "uint64"], return: "int32" },
    EVP_MD_CTX_free: { arguments: ["pointer"], return: "void" },
    EVP_MD_CTX_new: { arguments: [], return: "pointer" },
    EVP_sha256: { arguments: [], return: "pointer" },
    RAND_bytes: { arguments: ["pointer", "int32"], return: "int32" },
  }).functions;
}
