/**
 * The functions of the OpenSSL inside of Node's own program that sign, called by `node:ffi`. What node:crypto makes of them
 * leaves out the one setting that matters here, how the nonce of ECDSA is chosen. 64 bits only.
 */
export interface LibCrypto {
  readonly call: ReturnType<typeof bind>;
  /** Where the octets of a buffer stand; it must outlive every call that is given the address. */
  readonly addressOf: (buffer: ArrayBuffer) => bigint;
}

/**
 * Binds them, or says why that cannot be. node:ffi is experimental, so it is asked for and never imported: where it is
 * missing an import would end the program.
 */
export function openLibCrypto(): LibCrypto | { readonly missing: string } {
  if (process.platform !== "linux" || !KNOWN_LAYOUTS.includes(process.arch))
    return { missing: `its structures are not known for ${process.platform} on ${process.arch}` };
  try {
    const ffi = process.getBuiltinModule("node:ffi") as Ffi | undefined; // it is not there in every Node
    if (ffi === undefined) return { missing: `Node ${process.version} has no node:ffi` };
    return { call: bind(ffi), addressOf: ffi.getRawPointer };
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}

/** Both have 64 bits, the lowest octet first. */
const KNOWN_LAYOUTS: readonly string[] = ["x64", "arm64"] satisfies NodeJS.Architecture[];

type Ffi = typeof import("node:ffi");

function bind(ffi: Ffi) {
  return ffi.dlopen(null, {
    d2i_AutoPrivateKey: { arguments: ["pointer", "pointer", "int64"], return: "pointer" },
    ERR_clear_error: { arguments: [], return: "void" },
    EVP_PKEY_CTX_free: { arguments: ["pointer"], return: "void" },
    EVP_PKEY_CTX_new_from_pkey: { arguments: ["pointer", "pointer", "pointer"], return: "pointer" },
    EVP_PKEY_free: { arguments: ["pointer"], return: "void" },
    EVP_PKEY_sign: {
      arguments: ["pointer", "pointer", "pointer", "pointer", "uint64"],
      return: "int32",
    },
    EVP_PKEY_sign_init_ex: { arguments: ["pointer", "pointer"], return: "int32" },
    EVP_PKEY_sign_message_init: { arguments: ["pointer", "pointer", "pointer"], return: "int32" },
    EVP_SIGNATURE_fetch: { arguments: ["pointer", "pointer", "pointer"], return: "pointer" },
    EVP_SIGNATURE_free: { arguments: ["pointer"], return: "void" },
  }).functions;
}
