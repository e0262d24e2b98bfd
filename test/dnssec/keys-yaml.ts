/** The public key of RFC 8080 §6.1, whose tag is 3613 as a key with the SEP flag. */
export const ED25519_KEY = "l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=";

/** What a key in `_keys.yaml` says. */
export interface KeyWords {
  readonly tag: number;
  readonly algorithm: string;
  readonly role: string;
  readonly state: string;
  readonly since: string;
  readonly ds: string;
  readonly public: string;
}

/** A key as an item of a list. */
export function keyYaml(words: Partial<KeyWords> = {}): string {
  const all = {
    tag: 3613,
    algorithm: "ED25519",
    role: "csk",
    state: "active",
    since: "2026-11-30T12:00:00Z",
    public: ED25519_KEY,
    ...words,
  };
  return Object.entries(all)
    .map(([word, value], index) => `${index === 0 ? "    - " : "      "}${word}: ${value}\n`)
    .join("");
}

/** A `_keys.yaml` with one zone. */
export function keysYaml(
  zone: {
    readonly name?: string;
    readonly counter?: number;
    readonly base?: number;
    /** Lines of the zone beside these. */
    readonly more?: string;
    readonly key?: Partial<KeyWords>;
    readonly keys?: readonly string[];
  } = {},
): string {
  const { name = "example.com", counter = 1, base = 2970, more = "", key, keys = [keyYaml(key)] } = zone;
  return `zones:\n  ${name}:\n    counter: ${counter}\n    base: ${base}\n${more}    keys:\n${keys.join("")}`;
}
