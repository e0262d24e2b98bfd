/** Why a text has no key: a sentence without its subject and final stop, that never has any of a private key's text. */
export interface KeyFault {
  readonly fault: string;
}
