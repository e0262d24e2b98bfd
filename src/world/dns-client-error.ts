/** What the system says about a socket, in words, with its code. */
export function describeSystemError(error: Error): string {
  const code = errorCodeOf(error);
  const words = WORDS[code];
  return words === undefined ? error.message : `${words} (${code})`;
}

/** The system's code of an error, for example `ECONNREFUSED`; empty where there is none. */
export function errorCodeOf(error: Error): string {
  return "code" in error ? String(error.code) : "";
}

const WORDS: { readonly [code: string]: string | undefined } = {
  ECONNREFUSED: "the port is closed",
  ECONNRESET: "the server reset the connection",
  EPIPE: "the server closed the connection",
  EHOSTUNREACH: "there is no route to the host",
  ENETUNREACH: "there is no route to the network",
  EADDRNOTAVAIL: "this machine has no address of that family",
  EAFNOSUPPORT: "this machine does not have that address family",
  ETIMEDOUT: "the connection timed out",
};
