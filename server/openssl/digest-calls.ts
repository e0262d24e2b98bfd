import { type Ffi, onceByFfi } from "../ffi/by-ffi.ts";

/** The functions of the OpenSSL inside of Node's own program that make digests and random octets; undefined where that cannot be, or this Node has another OpenSSL. */
export const digestCalls = onceByFfi(functionsOf);

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
