/** What a program needs of the environment to run at all: where things are, in which language, how to reach the network. */
const ALLOWED =
  /^(PATH|HOME|TMPDIR|LANG|LC_\w+|XDG_\w+|SSL_CERT_FILE|SSL_CERT_DIR|NODE_EXTRA_CA_CERTS)$|^(http|https|ftp|all|no)_proxy$/;
const PROXY = /^(HTTP|HTTPS|FTP|ALL|NO)_PROXY$/;

/** Variables by their names. */
export interface Environment {
  readonly [name: string]: string | undefined;
}

/**
 * The environment that a program gets which we start. Each variable is on a list, so that none changes what the program
 * does, loads or runs (`GIT_…`, `NODE_OPTIONS`, `LD_…`, `BASH_ENV`), and no secret of ours goes along.
 *
 * @param more the names of others that this program needs
 */
export function childEnvironment(environment: Environment, more: RegExp = /^$/): { [name: string]: string } {
  const kept: { [name: string]: string } = {};
  for (const [name, value] of Object.entries(environment)) {
    const isAllowed = ALLOWED.test(name) || PROXY.test(name) || more.test(name);
    if (value !== undefined && isAllowed) kept[name] = value;
  }
  return kept;
}
