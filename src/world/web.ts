import type { WebAnswer, WebRequest } from "../world.ts";

/** Asks a server of the web by Node's own `fetch`. */
export async function askWeb({ url, headers, body, timeout, most }: WebRequest): Promise<WebAnswer> {
  try {
    const response = await fetch(url, {
      method: body === undefined ? "GET" : "POST",
      headers,
      redirect: "manual",
      signal: AbortSignal.timeout(timeout),
      ...(body !== undefined && { body }),
    });
    const chunks: Uint8Array[] = [];
    let octets = 0;
    for await (const chunk of response.body ?? []) {
      octets += chunk.length;
      if (octets > most) return { outcome: "failed", reason: `its answer has more than ${most} octets` };
      chunks.push(chunk);
    }
    return {
      outcome: "answered",
      status: response.status,
      header: (name) => response.headers.get(name) ?? undefined,
      text: Buffer.concat(chunks).toString("utf8"),
    };
  } catch (error) {
    return { outcome: "failed", reason: reasonOf(error, timeout) };
  }
}

/** Never the message of the error: it may quote the address. */
function reasonOf(error: unknown, timeout: number): string {
  if (!(error instanceof Error)) return "it cannot be reached";
  if (error.name === "TimeoutError") return `no answer within ${timeout} ms`;
  const code = codeOf(error.cause) ?? codeOf(error);
  return code === undefined ? "it cannot be reached" : `it cannot be reached (${code})`;
}

/** As in `ECONNREFUSED`. */
function codeOf(error: unknown): string | undefined {
  const isCoded = typeof error === "object" && error !== null && "code" in error;
  return isCoded && typeof error.code === "string" ? error.code : undefined;
}
