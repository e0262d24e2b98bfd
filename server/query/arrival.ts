/**
 * When the packets that are being answered came, in milliseconds since 1970: told once for a batch, because asking the system
 * for every packet takes as long as a tenth of an answer. A thread answers one batch at a time.
 */
export const arrival = { milliseconds: 0 };
