/** A clause as the beginning of a sentence. What begins with something else than a letter stays. */
export function capital(clause: string): string {
  return clause.charAt(0).toUpperCase() + clause.slice(1);
}
