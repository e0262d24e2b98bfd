/** Lines that are being written. */
export class Lined {
  readonly lines: string[] = [];
  /** Every comment in them. */
  readonly comments: string[] = [];
  /** Which of them are whole entries that were not read. */
  readonly #kept = new Set<number>();
  #isOpen = false;

  /** Everything, with a line end behind each line. */
  text(): string {
    return `${this.lines.join("\n")}\n`;
  }

  /** The same without entries that were not read. */
  made(): string {
    return `${this.lines.filter((_, index) => !this.#kept.has(index)).join("\n")}\n`;
  }

  /** The lines of an entry that was not read. */
  keep(entry: string): void {
    this.#kept.add(this.lines.length);
    this.push(entry);
  }

  push(line: string): void {
    this.lines.push(line);
    this.#isOpen = false;
  }

  /** One blank line, where there is none yet and something above it. */
  blank(): void {
    if (this.#isOpen || this.lines.length === 0 || this.lines.at(-1) === "") return;
    this.lines.push("");
  }

  comment(text: string, indent: number, isApart: boolean): void {
    if (isApart) this.blank();
    this.comments.push(text);
    this.push(" ".repeat(indent) + text);
  }

  /** A line with a comment at its end. */
  commented(line: string, comment: string): string {
    this.comments.push(comment);
    return line === "" ? comment : `${line} ${comment}`;
  }

  /** A blank line here would belong to the text above. */
  keepOpen(): void {
    this.#isOpen = true;
  }
}
