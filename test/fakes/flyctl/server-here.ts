import { hostname } from "node:os";
import { resolve } from "node:path";
import type { Address } from "../../../server/address/address.ts";
import { openAsked } from "../../../server/answer/asked.ts";
import { countAnswers } from "../../../server/answer/count-answers.ts";
import { makeCounters } from "../../../server/answer/counters.ts";
import { makeExtras } from "../../../server/answer/extras.ts";
import { makeIdentity } from "../../../server/answer/identity.ts";
import { makeResponder } from "../../../server/answer/respond.ts";
import { ZonePlaces } from "../../../server/answer/zone-slots.ts";
import { askedPage } from "../../../server/asked/asked-page.ts";
import { AskedRecord } from "../../../server/asked/asked-record.ts";
import { listenHttp } from "../../../server/health/listen-http.ts";
import { makeReadiness } from "../../../server/health/readiness.ts";
import { readSettings, type Settings } from "../../../server/settings/settings.ts";
import { originsOf } from "../../../server/tables/origins.ts";
import type { Tables } from "../../../server/tables/tables.ts";
import type { Listener } from "../../../server/transport/listener.ts";
import { listenTcp } from "../../../server/transport/tcp.ts";
import { listenUdp } from "../../../server/transport/udp-portable.ts";
import { load } from "../../../server/zones/load.ts";
import type { MachineServer } from "./machine-server.ts";

/**
 * The server of an image in this process: its own loading, answers, sockets and pages, without the threads. Undefined where it has more to
 * do than to answer, which only the program does: it signs, tells secondaries or logs, or its zones are not to be served.
 *
 * @param words of its command, without node and script
 */
export async function startServerHere(
  words: readonly string[],
  folder: string,
  env: { readonly [name: string]: string },
): Promise<MachineServer | undefined> {
  const settings = readSettings(words, env, hostname());
  if (settings === "help" || "error" in settings || !onlyAnswers(settings)) return undefined;
  const states = settings.keyStates;
  const result = load(resolve(folder, settings.zones), undefined, settings.serials, {
    kind: "later",
    states,
  });
  if (result.kind !== "loaded" || result.problems.length > 0) return undefined;
  const { tables, zones, pending } = result.loaded;
  if (pending.length > 0) return undefined;
  const asked = new AskedRecord(TRANSPORTS, tables, Date.now);
  const [udp, tcp] = await listen(settings, tables, asked);
  const readiness = makeReadiness({ udp: udp.address, tcp: tcp.address }, () =>
    zones.map(({ origin }) => origin),
  );
  const http = await listenHttp(
    LOCAL,
    {
      ...{ fault: readiness.fault, notes: none, asked: (search) => askedPage(asked, search) },
      ...{ metrics: nothing, status: () => Promise.resolve(""), aliases: nothing },
    },
    CONNECTIONS,
    fail,
  );
  const listeners = [http, udp, tcp];
  return {
    port: udp.address.port,
    httpPort: http.address.port,
    isReady: async () => (await readiness.fault()) === undefined,
    async stop() {
      await Promise.all(listeners.splice(0).map((listener) => listener.close()));
    },
  };
}

const LOCAL: Address = { host: "127.0.0.1", port: 0 };
const TRANSPORTS = 2;
const CONNECTIONS = 50;
const none = () => [];
const nothing = () => "";

function fail(error: Error): never {
  throw error;
}

function onlyAnswers({ dnssec, notify, transfers, tsigKeys, queryLog, isShape, check }: Settings): boolean {
  const secrets = dnssec.written.length + tsigKeys.length + (dnssec.folder === undefined ? 0 : 1);
  return (
    secrets + notify.length === 0 && transfers === undefined && queryLog === undefined && !isShape && !check
  );
}

/** Answers over UDP and over TCP at one port, which the system chooses for UDP: of TCP another may be there already. */
async function listen(settings: Settings, tables: Tables, asked: AskedRecord): Promise<[Listener, Listener]> {
  const slots = new ZonePlaces().slotsFor(originsOf(tables));
  const counters = makeCounters(TRANSPORTS);
  const respond = counters.map((own, at) =>
    countAnswers(
      makeResponder(tables, makeIdentity(settings.server, settings.version), {
        ...makeExtras(settings, Date.now, own),
        asked: openAsked(asked.buffersOf(at)),
      }),
      own,
      slots,
    ),
  );
  for (;;) {
    const udp = await listenUdp(LOCAL, respond[0]!, fail, counters[0]);
    try {
      return [udp, await listenTcp(udp.address, respond[1]!, settings.tcp, fail, counters[1])];
    } catch (error) {
      await udp.close();
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    }
  }
}
