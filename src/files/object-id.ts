/** A full object id of git, SHA-1 or SHA-256. Nothing else is ever taken for a commit or a file. */
export function isObjectId(text: string): boolean {
  return /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}
