import { lookup } from "node:dns/promises";
import { networkInterfaces } from "node:os";
import { startService } from "../server/process/service.ts";
import { readSettings } from "../server/settings/settings.ts";
import { load } from "../server/zones/load.ts";

// Runs a service as `server/main.ts` does, for a test that ends its threads: a message with the number of one ends it.

/** What this program tells the test. */
export type ProgramMessage =
  | { readonly addresses: readonly string[]; readonly user: number; readonly groups: readonly number[] }
  | { readonly killed: string };

const settings = readSettings(process.argv.slice(2), {}, "server-1");
if (typeof settings !== "object" || "error" in settings) throw new Error("Wrong usage");
const loading = load(settings.zones);
if (loading.kind !== "loaded") throw new Error("The zones cannot be served");

const service = await startService(settings, loading.loaded.tables, {
  entry: new URL("../server/main.ts", import.meta.url),
  lookUp: lookup,
  privileges: process,
  interfaces: networkInterfaces,
  complain: (text) => process.stderr.write(`${text}\n`),
  say: () => {},
});
process.on("message", async (index: number) => {
  const thread = service.threads[index]!;
  await thread.kill();
  tell({ killed: thread.name });
});
process.once("disconnect", () => void service.stop(0));
tell({ addresses: service.addresses, user: process.getuid!(), groups: process.getgroups!() });

function tell(message: ProgramMessage): void {
  process.send!(message);
}
