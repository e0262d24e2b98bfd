import { createHash } from "node:crypto";
import type { GitReader } from "./git-reader.ts";
import { at } from "./refusal.ts";

/** A blob of git, by its object id. */
export interface BlobId {
  readonly id: string;
  /** Octets. */
  readonly size: number;
}

const MOST_IN_QUERY = 100; // blobs in one GraphQL query
const OCTETS_IN_QUERY = 2_000_000; // of content in one answer
const LARGEST_IN_QUERY = 400_000; // octets; GitHub cuts the text of larger blobs

/**
 * Fetches the blobs that the reader lacks. A job's token has 1,000 REST requests an hour for the whole repository, so
 * text comes in batches by GraphQL; what that cannot carry comes one by one. Every blob is checked against its id.
 */
export async function fetchBlobs(reader: GitReader, wanted: readonly BlobId[]): Promise<void> {
  const { blobs } = reader;
  const missing = [...new Map(wanted.map((blob) => [blob.id, blob])).values()].filter(
    ({ id }) => !blobs.has(id),
  );
  for (const batch of batchesOf(missing)) {
    for (const [id, bytes] of await fetchTexts(reader, batch)) blobs.set(id, bytes);
  }
  for (const { id } of missing) if (!blobs.has(id)) blobs.set(id, await fetchBlob(reader, id));
}

function batchesOf(blobs: readonly BlobId[]): BlobId[][] {
  const batches: BlobId[][] = [];
  let octets = Number.POSITIVE_INFINITY;
  for (const blob of blobs) {
    if (blob.size > LARGEST_IN_QUERY) continue;
    if (octets + blob.size > OCTETS_IN_QUERY || batches.at(-1)!.length === MOST_IN_QUERY) {
      batches.push([]);
      octets = 0;
    }
    batches.at(-1)!.push(blob);
    octets += blob.size;
  }
  return batches;
}

interface Texts {
  readonly repository: { readonly [alias: string]: { readonly text?: string | null } | null } | null;
}

/** Those of the blobs that came whole: text is cut, or is not the octets, where a blob is large or not UTF-8. */
async function fetchTexts(
  { github, where: { owner, repo }, spend }: GitReader,
  blobs: readonly BlobId[],
): Promise<[string, Uint8Array][]> {
  spend("graphql");
  // Object ids are hexadecimal: `zonesAtCommit` takes no others, so they may stand in the query.
  const fields = blobs.map(({ id }, index) => `b${index}: object(oid: "${id}") { ... on Blob { text } }`);
  const query = `query texts($owner: String!, $repo: String!) {
    repository(owner: $owner, name: $repo) { ${fields.join(" ")} }
  }`;
  const { repository } = await at("read the zones from GitHub", "contents: read", async () => {
    const answer = await github.graphql<Texts | undefined>(query, { owner, repo });
    return answer ?? { repository: null };
  });
  return blobs.flatMap(({ id }, index) => {
    const text = repository?.[`b${index}`]?.text;
    if (typeof text !== "string") return [];
    const bytes = Buffer.from(text);
    return isBlob(bytes, id) ? [[id, bytes]] : [];
  });
}

function fetchBlob({ github, where: { owner, repo }, spend }: GitReader, id: string): Promise<Uint8Array> {
  spend("core");
  return at(`read object ${id} from GitHub`, "contents: read", async () => {
    const { data } = await github.rest.git.getBlob({ owner, repo, file_sha: id });
    const bytes = Buffer.from(data.content, data.encoding === "base64" ? "base64" : "utf8");
    if (!isBlob(bytes, id)) throw new Error("the content is not that of its id");
    return bytes;
  });
}

/** The octets are those of the id: git names an object by the digest of its kind, its length and its content. */
function isBlob(bytes: Uint8Array, id: string): boolean {
  const hash = createHash(id.length === 40 ? "sha1" : "sha256");
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest("hex") === id;
}
