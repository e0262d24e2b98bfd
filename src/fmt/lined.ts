/** Lines that are being written. */
export class Lined {
  readonly lines: string[] = [];
  /** Every comment in them. */
  readonly comments: string[] = [];
  #isOpen = false;

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
