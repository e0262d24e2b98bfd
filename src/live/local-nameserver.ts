import { join } from "node:path";
import { keyOf, type Name } from "../../dns/name.ts";
import { keySignatureFileOf } from "../../dns/signing/key-signature-file.ts";
import { policyIn } from "../dnssec/policy.ts";
import { renderZone, zoneFileName } from "../render/render-zone.ts";
import { nextSerial } from "../serial/decide.ts";
import { styleSerial } from "../serial/style.ts";
import type { SourceZone } from "../source/source-zone.ts";
import type { Nameserver } from "../verify/types.ts";
import type { RunningServer, World } from "../world.ts";

/** What the nameserver on this machine serves. */
export interface Served {
  readonly address: string;
  readonly port: number;
  readonly zones: readonly SourceZone[];
  /** Since when. */
  readonly at: Date;
}

type Needed = Pick<World, "output" | "startServer" | "now">;

/** The real nameserver, as a process of its own, with zones that change. */
export class LocalNameserver {
  readonly #folder: string;
  readonly #world: Needed;
  readonly #resolvers: readonly Nameserver[];
  readonly #written = new Map<Name, Written>();
  #running: RunningServer | undefined;
  #isShape = false;
  #served: Served | undefined;

  /**
   * @param folder an empty folder for zone files, which is its own
   * @param resolvers for targets of ALIAS; those of the machine where there are none
   */
  constructor(folder: string, world: Needed, resolvers: readonly Nameserver[] = []) {
    this.#folder = folder;
    this.#world = world;
    this.#resolvers = resolvers;
  }

  /** Undefined as long as it serves nothing. */
  get served(): Served | undefined {
    return this.#served;
  }

  /** The serial that a zone has or would get here. */
  serialOf(zone: SourceZone): number {
    return (
      this.#written.get(keyOf(zone.origin))?.serial ?? styleSerial(zone.config.serial, this.#world.now())
    );
  }

  /** Serves these zones, and resolves when it answers from them. Only what differs is written. */
  async serve(zones: readonly SourceZone[]): Promise<Served> {
    const changed = await this.#write(zones);
    const isShape = zones.some((zone) => policyIn(zone) !== undefined);
    if (this.#running !== undefined && isShape !== this.#isShape) await this.stop(); // it is told when it starts
    if (this.#running === undefined) {
      this.#running = await this.#world.startServer(this.#folder, isShape, this.#resolvers, true);
      this.#isShape = isShape;
    } else if (changed > 0) await this.#running.reload();
    const { address, port } = this.#running;
    const at = changed === 0 && this.#served !== undefined ? this.#served.at : this.#world.now();
    this.#served = { address, port, zones, at };
    return this.#served;
  }

  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    await running?.stop();
  }

  /** How many zones were written or removed. */
  async #write(zones: readonly SourceZone[]): Promise<number> {
    let changed = 0;
    for (const zone of zones) {
      const key = keyOf(zone.origin);
      const before = this.#written.get(key);
      if (before?.zone === zone) continue;
      const next = renderAgain(zone, before, this.#world.now());
      this.#written.set(key, next);
      if (next.text === before?.text && zone.keySignatures === before.zone.keySignatures) continue;
      changed += 1;
      const path = join(this.#folder, zoneFileName(zone.origin));
      // Signatures over its keys are there before the zone that wants them.
      if (zone.keySignatures !== undefined)
        await this.#world.output.write(keySignatureFileOf(path), zone.keySignatures, "latin1");
      else if (before?.zone.keySignatures !== undefined)
        await this.#world.output.remove(keySignatureFileOf(path));
      await this.#world.output.write(path, next.text, "latin1");
    }
    const wanted = new Set(zones.map(({ origin }) => keyOf(origin)));
    for (const [key, { zone }] of this.#written) {
      if (wanted.has(key)) continue;
      changed += 1;
      this.#written.delete(key);
      const path = join(this.#folder, zoneFileName(zone.origin));
      await this.#world.output.remove(path);
      if (zone.keySignatures !== undefined) await this.#world.output.remove(keySignatureFileOf(path));
    }
    return changed;
  }
}

interface Written {
  readonly zone: SourceZone;
  readonly serial: number;
  readonly text: string;
}

/** With the serial that it has as long as it says the same, and a greater one when it does not. */
function renderAgain(zone: SourceZone, before: Written | undefined, now: Date): Written {
  const fresh = styleSerial(zone.config.serial, now);
  const serial = before?.serial ?? (fresh === 0 ? 1 : fresh);
  const { text } = renderZone(zone, serial);
  if (before === undefined || text === before.text) return { zone, serial, text };
  const next = nextSerial(serial, fresh);
  return { zone, serial: next, text: renderZone(zone, next).text };
}
