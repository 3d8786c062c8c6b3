import { readFileSync } from "node:fs";
import { type CityResponse, type CountryResponse, Reader } from "mmdb-lib";
import { StartupError } from "../platform/startup-error.ts";

export interface Location {
  readonly country: string | null;
  readonly city: string | null;
}

const UNKNOWN_LOCATION: Location = { country: null, city: null };

/** Looks up an address in the owner's MaxMind-format file. */
export type Locate = (address: string) => Location;

/**
 * Opens the owner's `.mmdb` file. Foyer ships none.
 *
 * @throws StartupError `bad_setting` if the file can't be read
 */
export function openLocations(path: string | null): Locate {
  if (!path) return () => UNKNOWN_LOCATION;
  let reader: Reader<CountryResponse & CityResponse>;
  try {
    reader = new Reader(readFileSync(path));
  } catch (cause) {
    throw new StartupError("bad_setting", `FOYER_MMDB is "${path}", but that is not a readable .mmdb file.`, {
      cause,
    });
  }
  return (address) => {
    const found = address === "unknown" ? null : reader.get(address);
    return { country: found?.country?.iso_code ?? null, city: found?.city?.names?.en ?? null };
  };
}

/**
 * A visitor's location, if the property tracks locations (R24): from the trusted proxy's header, otherwise from the
 * owner's file. Without tracking, nothing is looked up.
 */
export function findLocation(
  tracking: boolean,
  { header, address, locate }: { header: string | undefined; address: string; locate: Locate },
): Location {
  if (!tracking) return UNKNOWN_LOCATION;
  const country = header?.trim().toUpperCase() ?? "";
  if (/^[A-Z]{2}$/.test(country) && country !== "XX") return { country, city: null };
  return locate(address);
}
