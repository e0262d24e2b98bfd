/** The rooms of a top-level folder, from the bottom up: what stands in one may import from those before it. */
export type Rooms = { readonly [folder: string]: readonly string[] };

/**
 * A room is a folder with all that is in it, unless a folder inside has a line of its own, or a single file. Every file
 * of `server/` and `src/` stands in one.
 */
export const ROOMS: Rooms = {
  server: [
    "ffi",
    "openssl",
    "start",
    "query",
    "tsig",
    "address",
    "tables",
    "answer",
    "limit",
    "settings",
    "signing",
    "query-log",
    "tables/compile",
    "transfer",
    "ask",
    "alias",
    "zones",
    "stored",
    "sign",
    "asked",
    "notify",
    "transport",
    "process",
    "answering.ts",
    "pipe",
    "self-check",
    "health",
    "systemd",
    "main.ts",
  ],
  src: [
    "files",
    "serial",
    "tsig",
    "dnssec",
    "source",
    "render",
    "journal",
    "verify",
    "lint",
    "zones",
    "fmt",
    "mixtures",
    "plan",
    "deploy/fly",
    "world.ts",
    "options.ts",
    "published",
    "secondaries",
    "candidate",
    "proof",
    "invariants",
    "report",
    "list",
    "run.ts",
    "pipeline.ts",
    "past",
    "delegation",
    "watch",
    "evidence",
    "deploy",
    "secondary",
    "github",
    "drift",
    "import",
    "init",
    "world",
    "live",
    "lsp",
    "expired",
    "commands",
    "action",
    "cli.ts",
    "action.ts",
  ],
};

/** The room in which a file stands, by its path from the root; undefined where there is none for it. */
export function roomOf(path: string, rooms: readonly string[]): string | undefined {
  const inside = path.slice(path.indexOf("/") + 1);
  return rooms
    .filter((room) => inside === room || inside.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)
    .at(0);
}
