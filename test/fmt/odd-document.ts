/** A file of the zones' folder in odd styles, and the comments that it has. */
export interface OddDocument {
  /** Below `zones/`. */
  readonly file: string;
  readonly text: string;
  readonly comments: readonly string[];
  /** What lies beside it, so that all that it says comes to records. */
  readonly beside: { readonly [file: string]: string };
}

/** What a file is: each has words of its own. */
type Kind = "zone" | "template" | "snippet" | "settings";

/**
 * Writes a file that `check` reads in ways in which somebody may have written it: block and flow, all quotes, several lines,
 * anchors, merges, tags, question marks, comments wherever YAML has room for one; a zone, a template with placeholders, a
 * file that is included with arguments, or settings.
 *
 * @param tape what is chosen, one number after the other; 0, the plainest, where it ends: so that a failing case shrinks
 */
export function oddDocument(tape: readonly number[]): OddDocument {
  const pen = new Pen(tape);
  const head = pen.maybe(3) ? `${pen.lines(0, true)}---${pen.eol()}` : pen.lines(0, true);
  const body = head + (pen.kind === "settings" ? pen.settings() : pen.zone());
  const text = pen.maybe(8) ? body.trimEnd() : body;
  const marked = pen.maybe(8) ? `\uFEFF${text}` : text;
  return {
    file: FILES[pen.kind],
    text: pen.maybe(6) ? marked.replaceAll("\n", "\r\n") : marked,
    comments: pen.comments,
    beside: { ...BESIDE[pen.kind], "_snippets/small.yaml": SMALL },
  };
}

const FILES: { readonly [kind in Kind]: string } = {
  zone: "example.com.yaml",
  template: "_odd.yaml",
  snippet: "_snippets/odd.yaml",
  settings: "_config.yaml",
};
const SETTINGS =
  "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\nnames: {web: [192.0.2.80], cdn: cdn.example.net.}\n";
const SMALL =
  "$arguments: {key: what}\nadded: {type: TXT, value: 'k={key}'}\nwww: {type: TXT, value: 'k={key} in {zone}'}\n";
const BESIDE: { readonly [kind in Kind]: { readonly [file: string]: string } } = {
  zone: { "_config.yaml": SETTINGS },
  template: { "_config.yaml": SETTINGS },
  snippet: {
    "_config.yaml": SETTINGS,
    "example.com.yaml": "$add: !include {file: _snippets/odd.yaml, word: given}\n",
  },
  settings: { "example.com.yaml": "www: {type: A, value: $web}\na.apps: {type: CNAME, value: $cdn}\n" },
};

const NAMES = [
  "www",
  "",
  "*",
  "host10",
  "host2",
  "_dmarc",
  "2",
  "10",
  "a-b",
  "a.b",
  "xn--4ca",
  "é",
  "WWW2",
  "2001",
  "ab",
];
const ADDRESSES = ["192.0.2.1", "192.0.2.2", "198.51.100.7", "203.0.113.5"];
const TEXTS = [
  "v=spf1 mx -all",
  "one",
  "v=DKIM1; k=rsa; p=MIIB",
  "it's # not: a comment",
  'say "hello" \\; twice',
  "yes",
  "1.10",
  "- dash",
  " blank before",
  "[x, y]",
  `v=spf1 ${"include:_spf.example.com ".repeat(6)}-all`,
  `v=DKIM1; p=${"MIIBIjANBgkqhkiG9w0BAQ/FAAOCAQ8A+".repeat(5)}`,
  `two  blanks ${"and more of them  ".repeat(8)}end`,
  "ends with a colon:",
];

/** Those in which braces are placeholders. */
const WITH_BRACES: { readonly [kind in Kind]: readonly string[] } = {
  zone: ["a {brace}", "two }}"],
  template: [
    "{zone}",
    "this is {label}, or {{really}} {zone}: yes",
    `long ${"{zone-dashes} ".repeat(12)}end`,
  ],
  snippet: ["{word}", "{zone} has {word} and # {{none}}", `long ${"{word} ".repeat(20)}end`],
  settings: [],
};

class Pen {
  readonly comments: string[] = [];
  readonly kind: Kind;
  readonly #tape: readonly number[];
  #at = 0;
  readonly #anchors: { readonly name: string; readonly kind: "text" | "address" | "record" }[] = [];

  constructor(tape: readonly number[]) {
    this.#tape = tape;
    this.kind = this.pick<Kind>(["zone", "zone", "template", "snippet", "settings"]);
  }

  choose(most: number): number {
    return (this.#tape[this.#at++] ?? 0) % most;
  }

  /** True once in so many times, and never where the tape has ended. */
  maybe(often: number): boolean {
    return this.choose(often) === often - 1;
  }

  pick<T>(values: readonly T[]): T {
    return values[this.choose(values.length)]!;
  }

  zone(): string {
    const start = this.choose(NAMES.length);
    const names = Array.from(
      { length: 1 + this.choose(5) },
      (_, index) => NAMES[(start + index * 4) % NAMES.length]!,
    );
    const unique = [...new Set(names)];
    if (this.kind === "zone" && this.maybe(12))
      return `{${unique.map((name) => this.pad(`${this.key(name)}: ${this.flowRecord()}`)).join(",")}}${this.eol()}`;
    const entries = unique.map(
      (name) => this.lines(0) + this.entry(this.key(name), 0, (indent) => this.name(indent)),
    );
    for (const each of this.words()) entries.splice(this.choose(entries.length + 1), 0, this.lines(0) + each);
    return entries.join("") + this.lines(0);
  }

  /** By which the file speaks of itself. */
  words(): string[] {
    const words: string[] = [];
    if (this.kind === "template") {
      const zones = ["example.com", "example.org"].slice(0, 1 + this.choose(2));
      words.push(
        this.entry("$zones", 0, () =>
          this.maybe(2)
            ? ` [${zones.map((zone) => this.pad(zone)).join(",")}]${this.eol()}`
            : this.eol() + zones.map((zone) => this.item(0, () => ` "${zone}"${this.eol()}`)).join(""),
        ),
      );
    }
    if (this.kind === "snippet") {
      words.push(
        this.entry("$arguments", 0, () => {
          if (this.maybe(2))
            return ` {${[`word: {about: "what", default: x}`, "free: {default: ''}"].map((each) => this.pad(each)).join(",")}}${this.eol()}`;
          const word = this.entry(
            "word",
            3,
            () => `${this.eol()}      default: 'x'${this.eol()}      about: what it is for${this.eol()}`,
          );
          return this.eol() + this.lines(3) + word;
        }),
      );
    }
    if (this.maybe(4)) {
      const file = this.kind === "snippet" ? "small.yaml" : "_snippets/small.yaml";
      const include = () =>
        `!include {${[`key: ${this.pick(["k", '"k: l"'])}`, this.pick([`file: ${file}`, `file: '${file}'`])].map((each) => this.pad(each)).join(",")}}`;
      words.push(
        this.entry(
          "$add",
          0,
          () => ` ${this.maybe(3) ? `[${this.pad(include())}]` : include()}${this.eol()}`,
        ),
      );
    }
    return words;
  }

  settings(): string {
    const nameservers = ["ns1.example.net.", "ns2.example.net."];
    const entries = [
      this.entry(
        "nameservers",
        0,
        () =>
          this.eol() +
          nameservers.map((name) => this.item(2, () => ` {name: "${name}"}${this.eol()}`)).join(""),
      ),
      this.entry(
        "names",
        0,
        () =>
          `${this.eol()}  'web':${this.pick([" [192.0.2.80 , '2001:db8::80']", " 192.0.2.80"])}${this.eol()}${this.lines(2)}  cdn: "cdn.example.net."${this.eol()}`,
      ),
      this.entry(
        "zones",
        0,
        () =>
          `${this.eol()}    example.com:${this.eol()}${this.lines(6)}      about: {${["'*.apps': {owner: 'apps team'}", `"": {note: "it's: mine", owner: operations}`].map((each) => this.pad(each)).join(",")}}${this.eol()}`,
      ),
      this.entry("default_ttl", 0, () => ` ${this.pick(["300", "600"])}${this.eol()}`),
    ];
    const start = this.choose(entries.length);
    return [...entries.slice(start), ...entries.slice(0, start)].map((each) => this.lines(0) + each).join("");
  }

  /** A key with its value, which begins behind the colon and ends with a line. */
  entry(key: string, indent: number, value: (indent: number) => string): string {
    const margin = " ".repeat(indent);
    return this.maybe(12)
      ? `${margin}? ${key}${this.eol()}${this.lines(indent)}${margin}:${value(indent)}`
      : `${margin}${key}${this.maybe(9) ? " " : ""}:${value(indent)}`;
  }

  key(name: string): string {
    if (name === "ab" && this.kind === "template") return this.pick(["'{label}-b'", '"{zone-dashes}"']);
    if (name === "" || name === "*" || /^[0-9]/.test(name)) return this.pick([`'${name}'`, `"${name}"`]);
    return this.pick([name, `'${name}'`, `"${name}"`]);
  }

  /** What stands below a name. */
  name(indent: number): string {
    if (this.maybe(4)) return ` ${this.flowRecord()}${this.eol()}`;
    if (this.maybe(3)) {
      const types = ["A", "TXT", "MX", "AAAA"].slice(0, 1 + this.choose(4));
      const inside = indent + this.choose(4);
      return (
        this.eol() +
        types.map((type) => this.item(inside, () => this.record(type, inside))).join("") +
        this.trail(inside)
      );
    }
    const inside = indent + 1 + this.choose(4);
    const type = this.pick(["A", "A", "A", "ALIAS", "ANAME"]);
    return `${this.property("record")}${this.eol()}${this.mapping(this.fields(type, inside), inside)}${this.trail(inside)}`;
  }

  item(indent: number, content: () => string): string {
    return `${this.lines(indent)}${" ".repeat(indent)}-${content()}`;
  }

  /** Behind a dash. */
  record(type: string, indent: number): string {
    if (this.maybe(4)) return ` ${this.flowRecord(type)}${this.eol()}`;
    const deeper = indent + 2 + this.choose(3);
    const fields = this.fields(type, deeper);
    if (this.maybe(3)) return `${this.eol()}${this.lines(deeper)}${this.mapping(fields, deeper)}`;
    const [first = "", ...rest] = fields;
    return `${" ".repeat(deeper - indent - 1)}${first.trimStart()}${this.mapping(rest, deeper)}`;
  }

  mapping(fields: readonly string[], indent: number): string {
    return fields.map((field, index) => (index === 0 ? "" : this.lines(indent)) + field).join("");
  }

  fields(type: string, indent: number): string[] {
    const fields = [
      this.entry("type", indent, () => ` ${this.pick([type, `'${type}'`, `"${type}"`])}${this.eol()}`),
      this.valueField(type, indent),
    ];
    if (this.maybe(3)) fields.unshift(this.entry("ttl", indent, () => ` 300${this.eol()}`));
    if (this.maybe(5)) fields.push(this.entry("zonepipe", indent, () => this.remarks(indent)));
    if (this.maybe(6)) fields.push(this.entry("octodns", indent, () => ` {lenient: false}${this.eol()}`));
    return fields;
  }

  /** Whose a record is. */
  remarks(indent: number): string {
    const all = [
      () => `owner: ${this.pick(["web team", "'web team'", '"it\'s: mine"'])}`,
      () => "note: also in the brochure",
      () => `expires: ${this.pick(["2099-03-01", "'2099-03-01'"])}`,
      () => `values: [${this.pad('{value: 192.0.2.1, note: "old" }')}]`,
    ];
    const remarks = all.slice(0, 1 + this.choose(4)).map((write) => write());
    if (this.maybe(2)) return ` {${remarks.map((each) => this.pad(each)).join(",")}}${this.eol()}`;
    const margin = " ".repeat(indent + 1 + this.choose(3));
    return `${this.eol()}${remarks.map((each) => `${this.lines(margin.length)}${margin}${each}${this.eol()}`).join("")}`;
  }

  valueField(type: string, indent: number): string {
    if (type !== "ALIAS" && type !== "ANAME" && this.maybe(3)) {
      return this.entry("values", indent, () => {
        if (this.maybe(3)) return ` ${this.flowList(type)}${this.eol()}`;
        const inside = indent + this.choose(3);
        const texts = Array.from({ length: 1 + this.choose(3) }, (_, index) => index);
        return (
          this.eol() +
          texts.map((index) => this.item(inside, () => this.blockValue(type, index, inside))).join("") +
          this.trail(inside)
        );
      });
    }
    return this.entry("value", indent, () => this.blockValue(type, 0, indent));
  }

  blockValue(type: string, index: number, indent: number): string {
    if (type === "TXT") return ` ${this.text(this.uniqueText(index), indent)}`;
    if (this.maybe(8))
      return `${this.eol()}${this.lines(indent + 1)}${" ".repeat(indent + 1)}${this.flowValue(type, index)}${this.eol()}`;
    return ` ${this.flowValue(type, index)}${this.eol()}`;
  }

  uniqueText(index: number): string {
    const all = [...TEXTS, ...WITH_BRACES[this.kind]];
    return all[(this.choose(all.length) + index) % all.length]!;
  }

  /** A text of one record in any style. */
  text(text: string, indent: number): string {
    const margin = " ".repeat(indent + 1 + this.choose(3));
    const single = `'${text.replaceAll("'", "''")}'`;
    const double = JSON.stringify(text);
    const canFold = !text.includes("  ") && !text.startsWith(" ");
    switch (this.choose(8)) {
      case 1:
        return single + this.eol();
      case 2:
        return canFold
          ? `"${double.slice(1, -1).replace(/ (?!#)/, `\n${margin}`)}"${this.eol()}`
          : double + this.eol();
      case 3:
        return canFold
          ? `>-${this.eol()}${margin}${text.replace(" ", `\n${margin}`)}\n${this.blanks()}`
          : double + this.eol();
      case 4:
        return text.startsWith(" ")
          ? single + this.eol()
          : `|-${this.eol()}${margin}${text}\n${this.blanks()}`;
      case 5:
        return `!!str ${double}${this.eol()}`;
      case 6:
        return /^[a-z]/.test(text) && !/[:#]|^yes$/.test(text)
          ? `${this.property("text")} ${canFold ? text.replaceAll(" ", `\n${margin}`) : text}${this.eol()}`.trimStart()
          : single + this.eol();
      default:
        return double + this.eol();
    }
  }

  flowRecord(type = this.pick(["A", "MX", "TXT"])): string {
    const value = this.maybe(2) ? `value: ${this.flowValue(type, 0)}` : `values: ${this.flowList(type)}`;
    const fields = [`type: ${type}`, value, ...(this.maybe(4) ? ["ttl: 60"] : [])];
    return `{${fields.map((field) => this.pad(field)).join(",")}${this.maybe(5) ? "," : ""}${this.maybe(6) ? this.inside() : ""}}`;
  }

  flowList(type: string): string {
    const items = Array.from({ length: 1 + this.choose(3) }, (_, index) =>
      this.pad(this.flowValue(type, index)),
    );
    return `[${items.join(",")}${this.maybe(5) ? "," : ""}${this.maybe(6) ? this.inside() : ""}]`;
  }

  flowValue(type: string, index: number): string {
    switch (type) {
      case "A": {
        const known = this.#anchors.filter(({ kind }) => kind === "address");
        if (index === 0 && known.length > 0 && this.maybe(3)) return `*${known.at(-1)!.name} `;
        const address = ADDRESSES[index]!;
        const anchor = this.property("address", index);
        if (anchor !== "") return `${anchor.trimStart()} ${address}`;
        if (index === 0 && this.maybe(5)) return this.pick(["$web", "'$web'"]);
        return this.pick([address, `"${address}"`, `'${address}'`]);
      }
      case "ALIAS":
      case "ANAME":
        return this.pick(["a.example.net.", "'a.example.net.'", "$cdn"]);
      case "AAAA":
        return this.pick([`2001:db8::${index}`, `"2001:db8::${index}"`, `'2001:db8::${index}'`]);
      case "MX":
        return `{${[`preference: ${10 + index}`, "exchange: mx.example.net."].map((field) => this.pad(field)).join(",")}}`;
      default:
        return JSON.stringify(TEXTS[index + this.choose(10)]);
    }
  }

  /** Something in brackets with room around it, where comments may stand. */
  pad(field: string): string {
    return `${this.maybe(6) ? this.inside() : this.pick(["", " "])}${field}${this.maybe(8) ? this.inside() : ""}`;
  }

  inside(): string {
    const margin = " ".repeat(14 + this.choose(4));
    return `${this.maybe(2) ? ` ${this.comment()}` : ""}\n${this.maybe(2) ? `${margin}${this.comment()}\n` : ""}${margin}`;
  }

  /** An anchor with a blank before it, or nothing. */
  property(kind: "text" | "address" | "record", index = 0): string {
    if (!this.maybe(4) || index > 0) return "";
    const name = `a${this.#anchors.length}`;
    this.#anchors.push({ name, kind });
    return ` &${name}`;
  }

  comment(): string {
    const text = `#${this.pick([" ", ""])}c${this.comments.length}${this.pick(["", " - x: {", ' "', " # twice"])}`;
    this.comments.push(text);
    return text;
  }

  /** The end of a line, with a comment or without. */
  eol(): string {
    return this.maybe(5)
      ? ` ${this.pick(["", "  "])}${this.comment()}${this.pick(["", " "])}\n`
      : `${this.pick(["", "", " "])}\n`;
  }

  blanks(): string {
    return this.maybe(4) ? "\n\n" : "";
  }

  /** Blank lines and lines with comments, somewhere near this column. */
  lines(indent: number, atStart = false): string {
    let text = this.blanks();
    while (this.maybe(atStart ? 2 : 4)) {
      const column = this.maybe(5) ? this.choose(indent + 4) : indent;
      text += `${" ".repeat(atStart ? 0 : column)}${this.comment()}\n${this.blanks()}`;
    }
    return text;
  }

  trail(indent: number): string {
    return this.maybe(6) ? this.lines(indent) : "";
  }
}
