import { keyName, printTsigKey, type TsigKey } from "../../dns/tsig/key.ts";
import { freePort } from "../../scripts/free-port.ts";
import { builtServer } from "../built-bundles.ts";
import { startOurServer } from "../our-server.ts";

/** Where a primary answers; its NOTIFY comes from 127.0.0.1, as on Fly.io from another address than that of the primary. */
export const PRIMARY = "127.0.0.2";

/** Our server, built, as the primary of one secondary; whoever starts it stops it. */
export interface Primary {
  /** The lines that it has written to its standard error. */
  readonly complaints: readonly string[];
  /** The value of a metric, without the beginning that all have. */
  readonly metric: (name: string) => Promise<number>;
  /** Has it load its zones again. */
  readonly reload: () => void;
  readonly stop: () => Promise<unknown>;
}

/** What one is to do. */
export interface PrimaryOrder {
  readonly zones: string;
  readonly port: number;
  /** It is told of changes, there on 127.0.0.1. */
  readonly secondary: number;
  /** The first one signs NOTIFY, and all of them may have zones. */
  readonly keys: readonly [TsigKey, ...TsigKey[]];
}

/** Starts one; it answers when this resolves. */
export async function startPrimary({ zones, port, secondary, keys }: PrimaryOrder): Promise<Primary> {
  const http = `127.0.0.1:${await freePort()}`;
  const words = [
    ...["--listen", `${PRIMARY}:${port}`, "--http", http, "--udp-threads", "1"],
    ...keys.flatMap(({ name }) => ["--allow-transfer", keyName(name)]),
    ...["--notify", `127.0.0.1:${secondary},${keyName(keys[0].name)}`],
  ];
  const variables = keys.map((key, index) => [`ZONEPIPE_TSIG_KEYS_${index + 1}`, printTsigKey(key)]);
  const { complaints, pid, stop } = await startOurServer(
    zones,
    words,
    await builtServer(),
    Object.fromEntries(variables),
  );
  return {
    complaints,
    stop,
    reload: () => void process.kill(pid, "SIGHUP"),
    async metric(name) {
      const text = await (await fetch(`http://${http}/metrics`)).text();
      const line = text.split("\n").find((each) => each.startsWith(`zonepipe_${name} `));
      return Number(line?.split(" ")[1]);
    },
  };
}
