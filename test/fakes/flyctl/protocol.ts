/** What the program flyctl tells the fake Fly.io: one line of JSON. */
export interface Request {
  readonly words: readonly string[];
  readonly token: string;
  /** What it was given to read, where it reads. */
  readonly input: string;
  /** Its own process, and the one that started it. */
  readonly process: number;
  readonly caller: number;
}

/** What it gets back, the exit code last. */
export type Piece =
  | { readonly to: "stdout" | "stderr"; readonly text: string }
  | { readonly to: "exit"; readonly code: number };

/** As it goes over the socket: a line `stdout 5` before five octets, or a line `exit 0`. */
export function printPiece(piece: Piece): string {
  if (piece.to === "exit") return `exit ${piece.code}\n`;
  return `${piece.to} ${Buffer.byteLength(piece.text)}\n${piece.text}`;
}
