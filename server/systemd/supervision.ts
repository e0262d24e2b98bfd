import type { Service } from "../process/service.ts";
import type { SupervisorSettings } from "../settings/supervisor-settings.ts";
import { printCounts } from "../zones/load.ts";
import type { Reloader, ReloadState } from "../zones/reloader.ts";
import { openNotify } from "./notify.ts";
import { startWatchdog } from "./watchdog.ts";

/** A server that systemd looks after, or nobody. */
export interface Supervision {
  /** Loads the zones again. Whoever asked for it hears of the end. */
  readonly reload: () => Promise<void>;
  /** The server ends now. */
  readonly stopping: () => void;
}

/**
 * Tells that the server answers, and from then on that it lives.
 *
 * @param complain writes a line about something that is wrong
 */
export function startSupervision(
  settings: SupervisorSettings | undefined,
  service: Service,
  reloader: Reloader,
  complain: (text: string) => void,
): Supervision {
  const notify = openNotify(settings, complain);
  const state = (): ReloadState => reloader.state;
  const sayReady = () => notify.ready(printCounts(state().loaded));
  const zones = () => state().loaded.zones.map(({ origin }) => origin);
  const watchdog =
    settings?.watchdog === undefined
      ? undefined
      : startWatchdog(settings.watchdog, service, zones, notify.alive);
  let reloads = 0;
  sayReady();
  return {
    async reload() {
      notify.reloading();
      reloads += 1;
      await reloader.reload(true);
      reloads -= 1;
      // One that comes while another is at work is done with that one.
      if (reloads === 0) sayReady();
    },
    stopping() {
      watchdog?.stop();
      notify.stopping();
    },
  };
}
