interface Formats {
  readonly time: Intl.DateTimeFormat;
  readonly date: Intl.DateTimeFormat;
}

const made = new Map<string, Formats>();

/** The formats of a locale. To make one takes a browser longer than to draw a message, so each is made once. */
export function formatsOf(locale: string): Formats {
  const formats = made.get(locale) ?? {
    time: new Intl.DateTimeFormat(locale, { timeStyle: "short" }),
    date: new Intl.DateTimeFormat(locale, { dateStyle: "full" }),
  };
  made.set(locale, formats);
  return formats;
}
