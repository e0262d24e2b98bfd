/** Node's way to call functions of libraries that are there without it, such as libc. */
export type Ffi = typeof import("node:ffi");

/**
 * What is made of functions by `node:ffi`; undefined where that cannot be: there is no node:ffi, it is not allowed, or what is made throws for want of a
 * function. node:ffi is experimental, so it is asked for and never imported: where it is missing an import would end the program.
 */
export function byFfi<Made>(make: (ffi: Ffi) => Made): Made | undefined {
  if (process.platform !== "linux" || !KNOWN_LAYOUTS.includes(process.arch)) return undefined;
  try {
    const ffi = process.getBuiltinModule("node:ffi") as Ffi | undefined; // it is not there in every Node
    return ffi && make(ffi);
  } catch {
    return undefined;
  }
}

/** The same, made when it is asked for first. */
export function onceByFfi<Made extends object>(make: (ffi: Ffi) => Made): () => Made | undefined {
  let made: Made | "missing" | undefined;
  return () => {
    made ??= byFfi(make) ?? "missing";
    return made === "missing" ? undefined : made;
  };
}

/** Both have words of 64 bits, the lowest octet first, the same numbers of flags, and pass the arguments of open(2), which has `...`, as those of any other function. */
const KNOWN_LAYOUTS: readonly string[] = ["x64", "arm64"] satisfies NodeJS.Architecture[];
