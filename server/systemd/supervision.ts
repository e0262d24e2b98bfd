import type { Service } from "../process/service.ts";
import type { SupervisorSettings } from "../settings/supervisor-settings.ts";
import { printCounts } from "../zones/load.ts";
import type { Reloader, ReloadState } from "../zones/reloader.ts";
import { openNotify } from "./notify.ts";
import { startWatchdog, type Watchdog } from "./watchdog.ts";

/** A server that systemd looks after, or nobody. */
export interface Supervision {
  /** Loads the zones again. Whoever asked for it hears of the end. */
  readonly reload: () => Promise<void>;
  /** The server ends now. */
  readonly stopping: () => void;
}

/**
 * Tells that the server answers, once it has `started`, and from then on that it lives.
 *
 * @param complain writes a line about something that is wrong
 * @param started ends when zones have their first signatures, or cannot have them; undefined where there are none to be made
 */
export function startSupervision(
  settings: SupervisorSettings | undefined,
  service: Service,
  reloader: Reloader,
  complain: (text: string) => void,
  started?: Promise<unknown>,
): Supervision {
  const notify = openNotify(settings, complain);
  const state = (): ReloadState => reloader.state;
  const sayReady = () => notify.ready(printCounts(state().loaded));
  const zones = () => state().loaded.zones.map(({ origin }) => origin);
  let watchdog: Watchdog | undefined;
  let reloads = 0;
  let hasStarted = false;
  const begin = () => {
    hasStarted = true;
    if (settings?.watchdog !== undefined) {
      watchdog = startWatchdog(settings.watchdog, service, zones, notify.alive);
    }
    sayReady();
  };
  if (started === undefined) begin();
  else {
    notify.starting("Zones are signed", START_PATIENCE);
    void started.then(begin);
  }
  return {
    async reload() {
      if (hasStarted) notify.reloading();
      reloads += 1;
      await reloader.reload(true);
      reloads -= 1;
      // One that comes while another is at work is done with that one.
      if (reloads === 0 && hasStarted) sayReady();
    },
    stopping() {
      watchdog?.stop();
      notify.stopping();
    },
  };
}

/** Milliseconds that signing may take at the start: very many zones on a machine that is throttled take so long. */
const START_PATIENCE = 3_600_000;
