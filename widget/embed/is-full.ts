/** Set by the build. */
declare const __FOYER_FULL__: boolean;

/**
 * Whether this build of the embed has what few properties use: the joined hosts of a site, and the dashboard's preview.
 * The server sends it only to those; the visitors of all others do not pay for it.
 */
export const IS_FULL = __FOYER_FULL__;
