import * as z from "zod/mini";

/** An IANA name of a time zone that the platform knows. */
export const TimeZone = z.string().check(
  z.refine(
    (name) => {
      try {
        return !!new Intl.DateTimeFormat("en", { timeZone: name });
      } catch {
        return false; // a RangeError: the zone does not exist
      }
    },
    { message: "is not a time zone, such as Europe/Berlin" },
  ),
);
