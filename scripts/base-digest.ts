/** Where the images of Docker Hub are, and where it gives tokens to read them. */
export interface Registry {
  readonly images: string;
  readonly tokens: string;
}

/** Docker Hub: the OCI distribution specification, and tokens without an account. */
export const DOCKER_HUB: Registry = {
  images: "https://registry-1.docker.io",
  tokens: "https://auth.docker.io/token?service=registry.docker.io",
};

/**
 * The digest, `sha256:…`, that an official image has today under a tag such as `node:26.10.0-slim`, for all platforms
 * together. Throws where the registry does not tell.
 */
export async function lookUpDigest(reference: string, registry: Registry): Promise<string> {
  const [image, tag] = reference.split(":");
  const repository = `library/${image}`;
  const { token } = await readJson(`${registry.tokens}&scope=repository:${repository}:pull`);
  const url = `${registry.images}/v2/${repository}/manifests/${tag}`;
  const headers = { accept: INDEXES.join(", "), authorization: `Bearer ${token}` };
  const response = await fetch(url, { method: "HEAD", headers, signal: AbortSignal.timeout(PATIENCE) });
  const digest = response.headers.get("docker-content-digest");
  if (!response.ok || digest === null || !DIGEST.test(digest)) {
    throw new Error(
      `Cannot look up ${reference}: the registry answered ${response.status}, digest ${digest ?? "none"}`,
    );
  }
  return digest;
}

/** The Dockerfile with its base pinned to this digest, whatever it was pinned to before. */
export function pinBase(dockerfile: string, digest: string): string {
  return dockerfile.replace(BASE, `$1@${digest}`);
}

/** The base that a Dockerfile names, and the digest that it is pinned to. */
export function baseOf(dockerfile: string): { readonly reference: string; readonly digest?: string } {
  const match = BASE.exec(dockerfile);
  if (match === null) throw new Error("The Dockerfile has no line ARG BASE=node:VERSION-slim");
  const reference = match[1]!.slice("ARG BASE=".length);
  return match[2] === undefined ? { reference } : { reference, digest: match[2].slice(1) };
}

const BASE = /^(ARG BASE=node:[0-9.]+-slim)(@sha256:[0-9a-f]{64})?$/m;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
/** Both forms of a list of platforms. Of a single image the digest would be that of one platform alone. */
const INDEXES = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
];
const PATIENCE = 30_000; // milliseconds

async function readJson(url: string): Promise<{ readonly token: string }> {
  const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE) });
  const body: unknown = response.ok ? await response.json() : undefined;
  if (typeof body === "object" && body !== null && "token" in body && typeof body.token === "string") {
    return { token: body.token };
  }
  throw new Error(`Cannot get a token to read images: ${new URL(url).origin} answered ${response.status}`);
}
