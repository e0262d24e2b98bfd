/** What somebody wrote on the page. */
export interface Written {
  /** The files of the folder of zones. */
  readonly files: readonly WrittenFile[];
  /** What targets of ALIAS outside of these zones have, as lines of a zone file. */
  readonly addresses: string;
  /** What is asked: a name and a type. */
  readonly question: string;
}

/** One file, now and as it was. */
export interface WrittenFile {
  /** Its path in the folder: `example.com.yaml`, `_config.yaml`. */
  readonly name: string;
  readonly text: string;
  /** As it was, to compare with; empty where it was not there. */
  readonly before: string;
}

/** Characters of a link at most: what browsers and chats hand on without cutting it. */
export const MOST_OF_LINK = 30_000;
const MOST_OCTETS = 1_000_000; // that a link may unfold to: a small one may be made to fill the memory
const MOST_FILES = 100; // each gets a tab

/** The text behind the `#` of a link: JSON, compressed (RFC 1951), in Base64 for URLs (RFC 4648 §5). Undefined where it would be too long. */
export async function linkOf(written: Written): Promise<string | undefined> {
  const octets = new TextEncoder().encode(JSON.stringify(written));
  if (octets.length > MOST_OCTETS || written.files.length > MOST_FILES) return undefined; // it could not be read
  const packed = await through(octets, new CompressionStream("deflate-raw"));
  const text = Buffer.from(packed!).toString("base64url"); // it has no bound
  return text.length > MOST_OF_LINK ? undefined : text;
}

/** What a link says; undefined for one that is none of ours. */
export async function readLink(text: string): Promise<Written | undefined> {
  if (!/^[\w-]+$/.test(text) || text.length > MOST_OF_LINK) return undefined;
  try {
    const packed = Buffer.from(text, "base64url");
    const octets = await through(packed, new DecompressionStream("deflate-raw"), MOST_OCTETS);
    if (octets === undefined) return undefined;
    return writtenIn(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(octets)));
  } catch {
    return undefined; // cut, or made by something else
  }
}

function writtenIn(value: unknown): Written | undefined {
  const files: unknown = fieldOf(value, "files");
  if (!Array.isArray(files) || files.length > MOST_FILES) return undefined;
  const named = files.map((file: unknown) => ({
    name: textIn(file, "name"),
    text: textIn(file, "text"),
    before: textIn(file, "before"),
  }));
  return { files: named, addresses: textIn(value, "addresses"), question: textIn(value, "question") };
}

function textIn(value: unknown, field: string): string {
  const found = fieldOf(value, field);
  return typeof found === "string" ? found : "";
}

function fieldOf(value: unknown, field: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, field)
    ? Reflect.get(value, field)
    : undefined;
}

async function through(
  octets: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
  most = Number.POSITIVE_INFINITY,
): Promise<Uint8Array | undefined> {
  const writer = stream.writable.getWriter();
  const written = writer.write(octets).then(() => writer.close());
  written.catch(() => {}); // whoever reads is told
  const reader = stream.readable.getReader();
  const parts: Uint8Array[] = [];
  let count = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(parts);
    parts.push(value);
    count += value.length;
    if (count > most) {
      await reader.cancel();
      return undefined;
    }
  }
}
