/**
 * Whether a regular expression of Python's finds something in a text (`re.search`). Only what we read as Python does
 * is known here; the matching takes time in proportion to the text, whatever the expression.
 */
export type Matcher = (text: string) => boolean;

/** Compiles an expression of Python's; a text says why it cannot be done. */
export function compileRegex(pattern: string): Matcher | string {
  try {
    const parser = new RegexParser(pattern);
    return matcherOf(parser.whole(), false);
  } catch (error) {
    if (!(error instanceof NotPlain)) throw error;
    return error.message;
  }
}

/** Compiles a pattern of Python's `fnmatch`, which has to match a text from its start to its end. */
export function compileGlob(pattern: string): Matcher | string {
  try {
    return matcherOf(globOf(pattern), true);
  } catch (error) {
    if (!(error instanceof NotPlain)) throw error;
    return error.message;
  }
}

/** Says what an expression has that is not known here. */
class NotPlain extends Error {}

/** Is a character, given as a text of its own, one of those that are meant? */
type Accepts = (character: string) => boolean;

/** Holds a place between two characters: the one before it and the one behind, undefined at the ends. */
type Holds = (before: string | undefined, behind: string | undefined, isBeforeLast: boolean) => boolean;

type Node =
  | { readonly kind: "one"; readonly accepts: Accepts }
  | { readonly kind: "place"; readonly holds: Holds }
  | { readonly kind: "all"; readonly nodes: readonly Node[] }
  | { readonly kind: "any"; readonly nodes: readonly Node[] }
  | { readonly kind: "times"; readonly node: Node; readonly least: number; readonly most: number };

const isDigit: Accepts = (character) => /^\p{Nd}$/u.test(character);
const isWord: Accepts = (character) => /^[\p{L}\p{N}_]$/u.test(character);
const isSpace: Accepts = (character) => /^[\s\x1c-\x1f\x85]$/.test(character) && character !== "\ufeff";
const not =
  (accepts: Accepts): Accepts =>
  (character) =>
    !accepts(character);

const CLASSES: { readonly [letter: string]: Accepts } = {
  d: isDigit,
  D: not(isDigit),
  w: isWord,
  W: not(isWord),
  s: isSpace,
  S: not(isSpace),
};

const CONTROLS: { readonly [letter: string]: string } = {
  t: "\t",
  n: "\n",
  r: "\r",
  f: "\f",
  v: "\v",
  a: "\x07",
};

const isStart: Holds = (before) => before === undefined;
const isEnd: Holds = (_before, behind) => behind === undefined;
/** `$` stands before a last line feed, too. */
const isLineEnd: Holds = (_before, behind, isBeforeLast) =>
  behind === undefined || (behind === "\n" && isBeforeLast);
const isBorder: Holds = (before, behind) =>
  (before !== undefined && isWord(before)) !== (behind !== undefined && isWord(behind));

const PLACES: { readonly [letter: string]: Holds } = {
  A: isStart,
  Z: isEnd,
  b: isBorder,
  B: (before, behind, isBeforeLast) => !isBorder(before, behind, isBeforeLast),
};

/** Reads an expression from left to right. */
class RegexParser {
  readonly #characters: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(pattern: string) {
    this.#characters = [...pattern];
  }

  whole(): Node {
    const node = this.#alternatives();
    if (this.#at < this.#characters.length) throw new NotPlain("it has a ) without its (");
    return node;
  }

  #alternatives(): Node {
    if (++this.#depth > MAX_DEPTH) throw new NotPlain("its groups nest too deep");
    const nodes = [this.#sequence()];
    while (this.#take("|")) nodes.push(this.#sequence());
    this.#depth -= 1;
    return nodes.length === 1 ? nodes[0]! : { kind: "any", nodes };
  }

  #sequence(): Node {
    const nodes: Node[] = [];
    for (let next = this.#peek(); next !== undefined && next !== "|" && next !== ")"; next = this.#peek()) {
      nodes.push(this.#repeated(this.#atom()));
    }
    return { kind: "all", nodes };
  }

  #repeated(node: Node): Node {
    const [least, most] = this.#times() ?? [];
    if (least === undefined || most === undefined) return node;
    if (node.kind === "place") throw new NotPlain("it repeats a place, such as ^*");
    this.#take("?"); // the shortest match is a match as well
    if (this.#peek() === "+") throw new NotPlain("it has a possessive repetition, such as *+");
    if (["*", "?"].includes(this.#peek() ?? "")) throw new NotPlain("it repeats a repetition");
    return { kind: "times", node, least, most };
  }

  #times(): readonly [number, number] | undefined {
    if (this.#take("*")) return [0, Number.POSITIVE_INFINITY];
    if (this.#take("+")) return [1, Number.POSITIVE_INFINITY];
    if (this.#take("?")) return [0, 1];
    // What is no repetition is a brace that stands for itself.
    const rest = this.#peek() === "{" ? this.#characters.slice(this.#at, this.#at + 20).join("") : "";
    const found = /^\{(\d{0,4})(,?)(\d{0,4})\}/.exec(rest);
    if (found === null || (found[1] === "" && found[2] === "")) return undefined;
    this.#at += found[0].length;
    const least = Number(found[1]);
    const most = found[2] === "" ? least : found[3] === "" ? Number.POSITIVE_INFINITY : Number(found[3]);
    if (most < least) throw new NotPlain(`it has the repetition ${found[0]}`);
    return [least, most];
  }

  #atom(): Node {
    const character = this.#next();
    switch (character) {
      case "(":
        return this.#group();
      case "[":
        return { kind: "one", accepts: this.#set() };
      case ".":
        return { kind: "one", accepts: (each) => each !== "\n" };
      case "^":
        return { kind: "place", holds: isStart };
      case "$":
        return { kind: "place", holds: isLineEnd };
      case "\\":
        return this.#escape();
      case "*":
      case "+":
      case "?":
        throw new NotPlain(`it has ${character} with nothing to repeat`);
      default:
        return { kind: "one", accepts: (each) => each === character };
    }
  }

  #group(): Node {
    if (this.#take("?") && !this.#take(":")) throw new NotPlain("it has a group that begins with (?");
    const node = this.#alternatives();
    if (!this.#take(")")) throw new NotPlain("it has a ( without its )");
    // A group is one thing, which can be repeated also where it holds a place.
    return { kind: "all", nodes: [node] };
  }

  #escape(): Node {
    const letter = this.#next();
    const holds = Object.hasOwn(PLACES, letter) ? PLACES[letter] : undefined;
    if (holds !== undefined) return { kind: "place", holds };
    return { kind: "one", accepts: this.#escaped(letter) };
  }

  #escaped(letter: string): Accepts {
    if (Object.hasOwn(CLASSES, letter)) return CLASSES[letter]!;
    if (Object.hasOwn(CONTROLS, letter)) return (each) => each === CONTROLS[letter];
    if (/^[A-Za-z0-9]$/.test(letter)) throw new NotPlain(`it has \\${letter}`);
    return (each) => each === letter;
  }

  #set(): Accepts {
    const isNegated = this.#take("^");
    const accepts: Accepts[] = [];
    for (let first = true; first || this.#peek() !== "]"; first = false) {
      const low = this.#member();
      if (this.#peek() === "-" && this.#characters[this.#at + 1] !== "]") {
        this.#at += 1;
        const high = this.#member();
        if (typeof low !== "string" || typeof high !== "string" || high < low) {
          throw new NotPlain("it has a set with a range that is none");
        }
        accepts.push((each) => low <= each && each <= high);
      } else {
        accepts.push(typeof low === "string" ? (each) => each === low : low);
      }
    }
    this.#at += 1;
    return (each) => accepts.some((accept) => accept(each)) !== isNegated;
  }

  /** A character, or a class of them. */
  #member(): string | Accepts {
    const character = this.#next();
    if (character !== "\\") return character;
    const letter = this.#next();
    if (letter === "b") return "\b";
    if (Object.hasOwn(CLASSES, letter)) return CLASSES[letter]!;
    if (Object.hasOwn(CONTROLS, letter)) return CONTROLS[letter]!;
    if (/^[A-Za-z0-9]$/.test(letter)) throw new NotPlain(`it has \\${letter}`);
    return letter;
  }

  #peek(): string | undefined {
    return this.#characters[this.#at];
  }

  #next(): string {
    const character = this.#characters[this.#at++];
    if (character === undefined) throw new NotPlain("it ends in the middle");
    return character;
  }

  #take(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at += 1;
    return true;
  }
}

const MAX_DEPTH = 50; // groups in each other; two or three are usual

function globOf(pattern: string): Node {
  const nodes: Node[] = [];
  const characters = [...pattern];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at]!;
    const any: Node = { kind: "one", accepts: () => true };
    const end = character === "[" ? endOfSet(characters, at) : undefined;
    if (character === "*") nodes.push({ kind: "times", node: any, least: 0, most: Number.POSITIVE_INFINITY });
    else if (character === "?") nodes.push(any);
    else if (end !== undefined) {
      nodes.push({ kind: "one", accepts: setOfGlob(characters.slice(at + 1, end)) });
      at = end;
    } else nodes.push({ kind: "one", accepts: (each) => each === character });
  }
  return { kind: "all", nodes };
}

/** Where the set that begins here ends; undefined when it does not, and its bracket stands for itself. */
function endOfSet(characters: readonly string[], start: number): number | undefined {
  let at = start + 1;
  if (characters[at] === "!") at += 1;
  if (characters[at] === "]") at += 1;
  const end = characters.indexOf("]", at);
  return end === -1 ? undefined : end;
}

function setOfGlob(inside: readonly string[]): Accepts {
  const isNegated = inside[0] === "!";
  const members = isNegated ? inside.slice(1) : inside;
  const accepts: Accepts[] = [];
  for (let at = 0; at < members.length; at++) {
    const low = members[at]!;
    if (members[at + 1] === "-" && at + 2 < members.length) {
      const high = members[at + 2]!;
      accepts.push((each) => low <= each && each <= high);
      at += 2;
    } else accepts.push((each) => each === low);
  }
  return (each) => accepts.some((accept) => accept(each)) !== isNegated;
}

/** A step of the machine: takes a character, holds a place, goes on at one of two steps, or has found it. */
type Step =
  | { readonly kind: "one"; readonly accepts: Accepts }
  | { readonly kind: "place"; readonly holds: Holds }
  | { kind: "fork"; to: number; or: number }
  | { readonly kind: "found" };

/** Steps of one expression; each may be looked at once for every character. */
const MAX_STEPS = 2_000;

/** All ways through the expression are gone at once (Thompson's construction), so no text takes long. */
function matcherOf(node: Node, isWhole: boolean): Matcher {
  const steps: Step[] = [];
  addSteps(node, steps);
  steps.push({ kind: "found" });
  return (text) => search(steps, [...text], isWhole);
}

function push(steps: Step[], step: Step): number {
  if (steps.length >= MAX_STEPS) throw new NotPlain("it is too large");
  return steps.push(step) - 1;
}

function fork(steps: Step[]): Extract<Step, { kind: "fork" }> {
  const step = { kind: "fork" as const, to: steps.length + 1, or: steps.length + 1 };
  push(steps, step);
  return step;
}

function addSteps(node: Node, steps: Step[]): void {
  switch (node.kind) {
    case "one":
    case "place":
      push(steps, node);
      return;
    case "all":
      for (const each of node.nodes) addSteps(each, steps);
      return;
    case "any": {
      const ends: Extract<Step, { kind: "fork" }>[] = [];
      for (const [index, each] of node.nodes.entries()) {
        const choice = index < node.nodes.length - 1 ? fork(steps) : undefined;
        addSteps(each, steps);
        if (choice === undefined) continue;
        ends.push(fork(steps));
        choice.or = steps.length;
      }
      for (const end of ends) {
        end.to = steps.length;
        end.or = steps.length;
      }
      return;
    }
    case "times": {
      for (let time = 0; time < node.least; time++) addSteps(node.node, steps);
      if (node.most === Number.POSITIVE_INFINITY) {
        const start = steps.length;
        const choice = fork(steps);
        addSteps(node.node, steps);
        const back = fork(steps);
        back.to = start;
        back.or = start;
        choice.or = steps.length;
        return;
      }
      const choices: Extract<Step, { kind: "fork" }>[] = [];
      for (let time = node.least; time < node.most; time++) {
        choices.push(fork(steps));
        addSteps(node.node, steps);
      }
      for (const choice of choices) choice.or = steps.length;
      return;
    }
    default:
      node satisfies never;
  }
}

function search(steps: readonly Step[], characters: readonly string[], isWhole: boolean): boolean {
  const seen = new Uint32Array(steps.length); // the place at which a step was looked at last, from 1
  let current: number[] = [];
  for (let at = 0; at <= characters.length; at++) {
    const before = characters[at - 1];
    const behind = characters[at];
    const isBeforeLast = at === characters.length - 1;
    const reached: number[] = [];
    const open = at === 0 || !isWhole ? [...current, 0] : current;
    while (open.length > 0) {
      const index = open.pop()!;
      if (seen[index] === at + 1) continue;
      seen[index] = at + 1;
      const step = steps[index]!;
      if (step.kind === "found") {
        if (!isWhole || behind === undefined) return true;
      } else if (step.kind === "fork") open.push(step.to, step.or);
      else if (step.kind === "one") reached.push(index);
      else if (step.holds(before, behind, isBeforeLast)) open.push(index + 1);
    }
    if (behind === undefined) return false;
    current = [];
    for (const index of reached) {
      const step = steps[index]!;
      if (step.kind === "one" && step.accepts(behind)) current.push(index + 1);
    }
  }
  return false;
}
