import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { CompatVendors } from "../../shared/property.ts";

/** Bytes after gzip, for a page that has moved in from another vendor; all others load nothing of it. */
const LIMIT = 4_000;

it.each(CompatVendors.options)(
  "the script that answers the interface of %s is small, and one classic script",
  (vendor) => {
    const code = readFileSync(new URL(`../../dist/compat/${vendor}.js`, import.meta.url));
    expect(gzipSync(code, { level: 9 }).length).toBeLessThanOrEqual(LIMIT);
    expect(code.toString()).not.toMatch(/\bimport[\s{"'`]|\bexport\b/);
    expect(code.toString().match(/__FOYER_PLACE__/g)).toHaveLength(1);
  },
);
