/** Numbers of classes (RFC 1035 §3.2.4 and §3.2.5). */
export const CLASS_IN = 1;
export const CLASS_CH = 3;
export const CLASS_ANY = 255;
