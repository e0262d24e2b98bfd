/**
 * For a thread that lives as long as the server. By itself V8 lets what is young grow to 96 MB in each thread where objects come
 * faster than it collects: with many TCP connections it took 33. Answering needs next to none.
 */
export const HEAP_LIMITS = { maxYoungGenerationSizeMb: 6 };
