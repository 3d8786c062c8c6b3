/** Set by the build. */
declare const __FOYER_ALL_FIELDS__: boolean;

/**
 * Whether this build of the form's view draws every type of field, conditions and hidden fields. The server sends the
 * other one, `form-plain.js`, under the same name to properties whose forms are plain (`shared/rules/plain-form.ts`).
 */
export const ALL_FIELDS = __FOYER_ALL_FIELDS__;
