import { writeAddress } from "../query/client.ts";

/** Whether who listens on this IP address listens on all that the host has: 0.0.0.0 and ::, however it is written. */
export function isEveryAddress(host: string): boolean {
  const octets = new Uint8Array(16);
  return writeAddress(host, octets, 0) > 0 && octets.every((octet) => octet === 0);
}
