/** In the place of SharedArrayBuffer: a page has none unless it is served in a certain way, and it has one thread. */
export const SharedOctets = ArrayBuffer;
