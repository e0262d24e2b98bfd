import { closeSync, readSync } from "node:fs";
import { openPlainFile } from "../../dns/zone-file/read-plain-file.ts";
import type { Sha256 } from "../openssl/sha256.ts";
import { fileCalls } from "./file-calls.ts";

/** What goes into a digest, a piece at a time: a large file takes no memory, and many small ones are one piece. */
export class Pieces {
  readonly #hash: Sha256;
  #filled = 0;

  constructor(hash: Sha256) {
    this.#hash = hash;
  }

  /** Adds a plain file as `addFile` does; false where it cannot be read. */
  addFile(path: string): boolean {
    return this.#addSmall(path) || this.#addByNode(path);
  }

  /** False, and nothing is added, for one that cannot be read at once. */
  #addSmall(path: string): boolean {
    const calls = fileCalls();
    const size = calls?.look(path) ?? -1;
    if (calls === undefined || size < 0) return false;
    if (piece.length - this.#filled <= size + SHORT) this.#add();
    const at = this.#filled + piece.write(`${size} `, this.#filled);
    if (!calls.read(piece, at, size)) return false;
    this.#filled = at + size;
    return true;
  }

  #addByNode(path: string): boolean {
    try {
      const { descriptor, size } = openPlainFile(path);
      try {
        this.addText(`${size} `);
        for (let left = size; left > 0; ) {
          const count = readSync(
            descriptor,
            piece,
            this.#filled,
            Math.min(left, piece.length - this.#filled),
            null,
          );
          if (count === 0) return false; // it has become shorter
          left -= count;
          this.#filled += count;
          if (this.#filled === piece.length) this.#add();
        }
      } finally {
        closeSync(descriptor);
      }
      return true;
    } catch {
      return false;
    }
  }

  /** Adds a short text. */
  addText(text: string): void {
    if (piece.length - this.#filled < SHORT) this.#add();
    this.#filled += piece.write(text, this.#filled);
  }

  end(): Uint8Array {
    this.#add();
    return this.#hash.end();
  }

  #add(): void {
    this.#hash.add(piece.subarray(0, this.#filled));
    this.#filled = 0;
  }
}

/** Nobody is at work with it but one of them at a time. */
const piece = Buffer.allocUnsafeSlow(1 << 18);
const SHORT = 32; // octets: a size has no more
