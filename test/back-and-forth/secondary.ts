import { compareSerials } from "../../dns/serial.ts";

/** Takes a zone where its serial is greater than the one that it has (RFC 1034 §4.3.5). */
export class Secondary {
  readonly zones = new Map<string, { readonly serial: number; readonly digest: string }>();

  poll(
    answers: readonly { readonly name: string; readonly serial: number; readonly digest: string }[],
  ): void {
    for (const { name, serial, digest } of answers) {
      const own = this.zones.get(name);
      if (own === undefined || compareSerials(serial, own.serial) === 1)
        this.zones.set(name, { serial, digest });
    }
  }
}
