import type { SupervisorSettings } from "../settings/supervisor-settings.ts";
import { type Libc, openLibc } from "../transport/libc.ts";

/** Tells systemd how the server is. Where nobody waits, or nobody can be told, all of it does nothing. */
export interface Notify {
  /** It is not ready yet, and may take so many milliseconds more. */
  readonly starting: (status: string, patience: number) => void;
  /** It answers. */
  readonly ready: (status: string) => void;
  /** Zones are loaded again; it answers meanwhile. Ends with `ready`. */
  readonly reloading: () => void;
  /** It ends. */
  readonly stopping: () => void;
  /** It is alive: in time, or it is started anew. */
  readonly alive: () => void;
}

/**
 * Opens the way to systemd. Node has no unix datagrams, so libc sends them, and where that cannot be called (no node:ffi, or
 * no permission for it) that is told once, with what to write into the unit instead.
 *
 * @param complain writes a line about something that is wrong
 */
export function openNotify(
  settings: SupervisorSettings | undefined,
  complain: (text: string) => void,
  libc: Libc | { readonly missing: string } | undefined = settings && openLibc(),
): Notify {
  const tell = settings && libc ? teller(settings.socket, libc, complain) : undefined;
  if (tell === undefined)
    return { starting: nothing, ready: nothing, reloading: nothing, stopping: nothing, alive: nothing };
  return {
    starting: (status, patience) => tell(`EXTEND_TIMEOUT_USEC=${patience * 1000}\nSTATUS=${status}`),
    ready: (status) => tell(`READY=1\nSTATUS=${status.replaceAll("\n", " ")}`),
    // The time is for `Type=notify-reload`, which tells this reload from an earlier one by it.
    reloading: () => tell(`RELOADING=1\nMONOTONIC_USEC=${process.hrtime.bigint() / 1_000n}`),
    stopping: () => tell(STOPPING),
    alive: () => tell("WATCHDOG=1"),
  };
}

const STOPPING = "STOPPING=1";

function nothing(): void {}

type Tell = (state: string) => void;

function teller(
  socket: string,
  libc: Libc | { readonly missing: string },
  complain: (text: string) => void,
): Tell | undefined {
  if ("missing" in libc) {
    complain(`Cannot tell systemd that the server is ready: ${libc.missing}. Write Type=exec into its unit.`);
    return undefined;
  }
  const address = addressOf(socket);
  if (address === undefined) {
    complain(`Cannot tell systemd that the server is ready: NOTIFY_SOCKET is ${JSON.stringify(socket)}`);
    return undefined;
  }
  let hasFailed = false;
  let isStopping = false;
  return (state) => {
    if (isStopping) return; // a reload that ends now would say that it is ready
    isStopping = state === STOPPING;
    try {
      send(libc, address, state);
    } catch (error) {
      if (!hasFailed) complain(`Cannot tell systemd: ${error instanceof Error ? error.message : error}`);
      hasFailed = true;
    }
  };
}

const AF_UNIX = 1;
const SOCK_DGRAM = 2;
const SOCK_CLOEXEC = 0o2000000;
const SOCK_NONBLOCK = 0o4000;
const MSG_NOSIGNAL = 0x4000;
const MOST_PATH = 107; // octets in sun_path, and a NUL (unix(7))

/** A `struct sockaddr_un`; undefined where it is no path that fits, as for a socket of another family. */
function addressOf(socket: string): Buffer | undefined {
  const path = Buffer.from(socket, "utf8");
  if (!/^[/@]/.test(socket) || path.length > MOST_PATH) return undefined;
  const isFile = socket.startsWith("/");
  const address = Buffer.alloc(2 + path.length + (isFile ? 1 : 0)); // a path ends with NUL, an abstract name by its length
  address.writeUInt16LE(AF_UNIX);
  path.copy(address, 2);
  if (!isFile) address[2] = 0;
  return address;
}

/** It waits for nobody: systemd reads at once, and where it does not, a message less does no harm. */
function send({ call, check }: Libc, address: Buffer, state: string): void {
  const text = Buffer.from(state, "utf8");
  const descriptor = check("socket", call.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  try {
    const { length } = text;
    check("sendto", call.sendto(descriptor, text, BigInt(length), MSG_NOSIGNAL, address, address.length));
  } finally {
    call.close(descriptor);
  }
}
