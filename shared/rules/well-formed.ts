/** Replaces halves of surrogate pairs by U+FFFD: `encodeURIComponent` throws on them, and databases cannot store them. */
export const wellFormed = (text: string): string => text.replace(/\p{Cs}/gu, "\ufffd");
