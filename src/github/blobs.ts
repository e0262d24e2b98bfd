import { createHash } from "node:crypto";
import type { Github, Repository } from "./client.ts";
import { at } from "./refusal.ts";

/** A blob of git, by its object id. */
export interface BlobId {
  readonly id: string;
  /** Octets. */
  readonly size: number;
}

/** Blobs that were fetched, by object id: the base and the head of a pull request have most of them in common. */
export type BlobStore = Map<string, Uint8Array>;

const MOST_IN_QUERY = 100; // blobs in one GraphQL query
const OCTETS_IN_QUERY = 2_000_000; // of content in one answer
const LARGEST_IN_QUERY = 400_000; // octets; GitHub cuts the text of larger blobs

/**
 * Fetches the blobs that the store lacks. A job's token has 1,000 REST requests an hour for the whole repository, so
 * text comes in batches by GraphQL; what that cannot carry comes one by one. Every blob is checked against its id.
 */
export async function fetchBlobs(
  github: Github,
  where: Repository,
  wanted: readonly BlobId[],
  store: BlobStore,
): Promise<void> {
  const missing = [...new Map(wanted.map((blob) => [blob.id, blob])).values()].filter(
    ({ id }) => !store.has(id),
  );
  for (const batch of batchesOf(missing)) {
    for (const [id, bytes] of await fetchTexts(github, where, batch)) store.set(id, bytes);
  }
  for (const { id } of missing) if (!store.has(id)) store.set(id, await fetchBlob(github, where, id));
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
  github: Github,
  { owner, repo }: Repository,
  blobs: readonly BlobId[],
): Promise<[string, Uint8Array][]> {
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

function fetchBlob(github: Github, { owner, repo }: Repository, id: string): Promise<Uint8Array> {
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
