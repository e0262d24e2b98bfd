import type { Account } from "../settings/settings.ts";

/** What of `process` gives up and tells privileges; missing on Windows. */
export interface Privileges {
  readonly setgid?: (id: number | string) => void;
  readonly initgroups?: (user: number | string, group: number | string) => void;
  readonly setuid?: (id: number | string) => void;
  readonly getuid?: () => number;
  readonly geteuid?: () => number;
  readonly getgid?: () => number;
  readonly getegid?: () => number;
  readonly getgroups?: () => number[];
}

/**
 * Becomes this user for ever: the groups first, for a user who is not root may not change them. Then looks whether it
 * is true: nothing of root is left, and the way back is closed. Throws otherwise, with what it needs for a reader to
 * mend it.
 */
export function dropPrivileges({ user, group }: Account, system: Privileges): void {
  const { setgid, initgroups, setuid } = system;
  if (setgid === undefined || initgroups === undefined || setuid === undefined) {
    throw new Error(`Cannot become user ${user}: this system has no users that a program can change to`);
  }
  try {
    setgid(named(group));
    initgroups(named(user), named(group));
    setuid(named(user));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Cannot become user ${user}, group ${group}: ${reason}`, { cause: error });
  }
  const left = rootLeftIn(system);
  if (left !== undefined) throw new Error(`Cannot become user ${user}, group ${group}: ${left}`);
}

/** What root has left behind. */
function rootLeftIn({ getuid, geteuid, getgid, getegid, getgroups, setuid }: Privileges): string | undefined {
  if (getuid?.() === ROOT || geteuid?.() === ROOT) return "that is root";
  if (getgid?.() === ROOT || getegid?.() === ROOT || getgroups?.().includes(ROOT)) {
    return "the process is still in root's group";
  }
  try {
    setuid?.(ROOT);
  } catch {
    return undefined;
  }
  return "the process can become root again";
}

const ROOT = 0;

/** Numbers are told apart from names: a name of digits alone is no name anywhere. */
function named(account: string): number | string {
  return /^[0-9]+$/.test(account) ? Number(account) : account;
}
