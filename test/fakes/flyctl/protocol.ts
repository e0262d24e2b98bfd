/** What the program flyctl tells the fake Fly.io: one line of JSON. */
export interface Request {
  readonly words: readonly string[];
  readonly token: string;
  /** Its own process, and the one that started it. */
  readonly process: number;
  readonly caller: number;
}

/** What it gets back, a line of JSON each, the exit code last. */
export type Piece =
  | { readonly to: "stdout" | "stderr"; readonly text: string }
  | { readonly to: "exit"; readonly code: number };
