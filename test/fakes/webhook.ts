import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A webhook on the loopback address. Whoever starts it stops it. */
export interface FakeWebhook {
  /** With a secret in its path. */
  readonly url: string;
  /** What it was told, parsed. */
  readonly told: unknown[];
  /** The status that it answers with. */
  status: number;
  readonly stop: () => Promise<void>;
}

/** Starts one that takes JSON by POST alone. */
export async function startFakeWebhook(): Promise<FakeWebhook> {
  const server = createServer((request, response) => {
    const isRight = request.method === "POST" && request.headers["content-type"] === "application/json";
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const isTaken = isRight && hook.status < 300;
      if (isTaken) hook.told.push(JSON.parse(Buffer.concat(chunks).toString("utf8")));
      response.writeHead(isRight ? hook.status : 400);
      response.end(isTaken ? "ok" : "invalid_payload");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  const hook: FakeWebhook = {
    url: `http://127.0.0.1:${port}/services/T0SECRET/B0SECRET`,
    told: [],
    status: 200,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return hook;
}
