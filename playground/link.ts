/** What somebody wrote on the page. */
export interface Written {
  /** The zone's name, as its file would have it: `example.com`. */
  readonly zone: string;
  /** The zone as YAML. */
  readonly text: string;
  /** `_config.yaml`; empty where there is none. */
  readonly config: string;
  /** The zone as it was, to compare with; empty where nothing was. */
  readonly before: string;
  /** What is asked: a name and a type. */
  readonly question: string;
}

/** Characters of a link at most: what browsers and chats hand on without cutting it. */
const MOST_OF_LINK = 30_000;
const MOST_OCTETS = 1_000_000; // that a link may unfold to: a small one may be made to fill the memory

/** The text behind the `#` of a link: JSON, compressed (RFC 1951), in Base64 for URLs (RFC 4648 §5). Undefined where it would be too long. */
export async function linkOf(written: Written): Promise<string | undefined> {
  const packed = await through(
    new TextEncoder().encode(JSON.stringify(written)),
    new CompressionStream("deflate-raw"),
  );
  const text = Buffer.from(packed!).toString("base64url"); // it has no bound
  return text.length > MOST_OF_LINK ? undefined : text;
}

/** What a link says; undefined for one that is none of ours. */
export async function readLink(text: string): Promise<Written | undefined> {
  if (!/^[\w-]+$/.test(text) || text.length > MOST_OF_LINK) return undefined;
  try {
    const packed = Buffer.from(text, "base64url");
    const octets = await through(packed, new DecompressionStream("deflate-raw"), MOST_OCTETS);
    return octets === undefined ? undefined : writtenIn(JSON.parse(new TextDecoder().decode(octets)));
  } catch {
    return undefined; // cut, or made by something else
  }
}

function writtenIn(value: unknown): Written | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const text = (name: keyof Written) => {
    const found: unknown = Reflect.get(value, name);
    return typeof found === "string" ? found : "";
  };
  return {
    zone: text("zone"),
    text: text("text"),
    config: text("config"),
    before: text("before"),
    question: text("question"),
  };
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
