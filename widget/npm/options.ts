import type { FoyerOptions } from "../api/foyer.ts";

/** The options of `boot`: where the widget comes from, and the options of the script tag. */
export interface BootOptions extends FoyerOptions {
  /** The address of the Foyer server, e.g. `https://chat.example.com`. */
  readonly server: string;
  /** The property's key: ten letters and digits. */
  readonly property: string;
  /** The page's CSP nonce, if its policy requires one. */
  readonly nonce?: string | undefined;
}

/** The options that become attributes of the script tag. */
export const ATTRIBUTES = [
  "consent",
  "language",
  "position",
  "offset",
  "offsetPhone",
  "launcher",
  "theme",
] as const satisfies readonly (keyof FoyerOptions)[];

/** The address of the property's script. */
export const scriptAddress = ({ server, property }: BootOptions): string =>
  `${server.replace(/\/+$/, "")}/w/${property}.js`;

/**
 * Finds what is wrong with options, which may come from untyped code.
 *
 * @returns words for the console; empty if nothing is wrong
 */
export function faultOf(options: unknown): string {
  const { server, property } = (options ?? {}) as { readonly server?: unknown; readonly property?: unknown };
  if (typeof server !== "string" || !/^(https?:\/)?\/[^?#]*$/i.test(server))
    return "boot: server must be the address of a Foyer server, such as https://chat.example.com";
  if (typeof property !== "string" || !/^[a-z\d]{10}$/i.test(property))
    return "boot: property must be the property's key of ten letters and digits";
  return "";
}
