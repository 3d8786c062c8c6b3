import { decodeBase64, decodeFully } from "./decode-address.ts";
import { MAX_PAGE } from "./limits.ts";
import { namesSecretOrPerson, parameterName } from "./secret-parameters.ts";

/** How deep values are read: an address in a parameter of an address in a parameter. */
const MAX_DEPTH = 4;
/** In the place of a part of a path that was removed. */
const REMOVED = "…";

/** The scheme, what signs in before the host (RFC 3986, 3.2.1), and the host: `https://user:password@example.com`. */
const AUTHORITY = /^([a-z][a-z\d+.-]{0,30}:)?[\\/]{2}(?:[^/?#\\]*@)?([^/?#\\@]*)/i;
/** Addresses that are a document or a person. */
const WITHOUT_HOST = /^\s*((?:data|javascript|mailto|sms|tel):)/i;
const EMAIL = /[^\s"'<>()[\]{}:;,/?#&=@]@(?:[\p{L}\p{N}-]{1,63}\.)+(?:\p{L}{2,63}|xn--[a-z\d-]{1,59})/iu;
/** JSON in base64url, with which a JSON Web Token begins (RFC 7519). */
const BASE64_JSON = /(?:^|[^\w-])eyJ[\w-]{8}/;
/** A phone number with the code of its country. */
const PHONE = /^\s*\+\d[\d\s().+-]{6,30}$/;
/** The name of a member of a JSON text. */
const JSON_MEMBER = /"([^"]{1,100})" ?:/g;

/**
 * A page's address without what opens something or says who somebody is (R24): what signs in before the host, parameters of
 * the path, the query and the fragment whose names or values hold secrets or people, also where they are encoded in the
 * value of another parameter, and e-mail addresses and tokens in the path. All else stays as it is, to the letter, up to
 * `MAX_PAGE` characters. Pure.
 *
 * @param address as a browser reports it: absolute, relative, or no address at all
 * @param allowed names of parameters that stay, whatever they hold; neither case nor encoding matters
 */
export function withoutSecrets(address: string, allowed: readonly string[]): string {
  const [, scheme] = WITHOUT_HOST.exec(address) ?? [];
  const names = new Set(allowed.map(parameterName));
  return scheme ?? cleanAddress(address.slice(0, MAX_PAGE), { allowed: names, depth: 0 });
}

interface Context {
  readonly allowed: ReadonlySet<string>;
  readonly depth: number;
}

function cleanAddress(address: string, context: Context): string {
  const [authority = "", scheme = "", host = ""] = AUTHORITY.exec(address) ?? [];
  const rest = cleanParts(address.slice(authority.length), context);
  return authority.includes("@") ? `${scheme}//${host}${rest}` : authority + rest;
}

/** Cleans what is between the delimiters of an address. A parameter that goes takes the delimiter before it along. */
function cleanParts(text: string, context: Context): string {
  let cleaned = "";
  /** The `?` or `#` of parameters of which none has stayed so far. */
  let opening = "";
  for (const [whole, delimiter = "", part = ""] of text.matchAll(/([?&;#]?)([^?&;#]*)/g)) {
    if (!whole) continue;
    if (delimiter === "?" || delimiter === "#") opening = delimiter;
    const isPath = !delimiter || (delimiter === "#" && /^!?\//.test(part));
    const stays = isPath ? cleanPath(part, context) : cleanParameter(part, context);
    if (stays === null) continue;
    cleaned += (opening || delimiter) + stays;
    opening = "";
  }
  return cleaned;
}

function cleanPath(path: string, context: Context): string {
  return path
    .split("/")
    .map((segment) => cleanParameter(segment, context) ?? REMOVED)
    .join("/");
}

/** @returns null if the parameter must not stay */
function cleanParameter(parameter: string, context: Context): string | null {
  const at = parameter.indexOf("=");
  if (at < 0) return cleanValue(parameter, context);
  const name = parameter.slice(0, at);
  const isAllowed = context.allowed.has(parameterName(name));
  if (!isAllowed && (namesSecretOrPerson(name) || cleanValue(name, context) !== name)) return null;
  const value = cleanValue(parameter.slice(at + 1), context, isAllowed);
  return value === null ? null : `${name}=${value}`;
}

/**
 * Cleans a value, which may be an encoded address.
 *
 * @param isAllowed whether it may name a person
 * @returns null if it must not stay
 */
function cleanValue(value: string, { allowed, depth }: Context, isAllowed = false): string | null {
  const decoded = decodeFully(value);
  if (decoded === null || depth >= MAX_DEPTH) return isAllowed ? value : null;
  const context = { allowed, depth: depth + 1 };
  if (!isAllowed && holdsSecretOrPerson(decoded, context)) return null;
  const cleaned = /[/?&;#=]/.test(decoded) ? cleanAddress(decoded, context) : decoded;
  if (cleaned === decoded) return value;
  return decoded === value ? cleaned : encodeURIComponent(cleaned);
}

/** Whether a decoded value gives itself away, whatever its parameter is called. */
function holdsSecretOrPerson(value: string, context: Context): boolean {
  if (EMAIL.test(value) || PHONE.test(value) || BASE64_JSON.test(value)) return true;
  for (const [, member = ""] of value.matchAll(JSON_MEMBER)) if (namesSecretOrPerson(member)) return true;
  const hidden = decodeBase64(value);
  return hidden !== null && cleanValue(hidden, context) !== hidden;
}
