import type { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { ApiError } from "../platform/http/api-error.ts";

/** The owner of the password. */
interface Person {
  readonly name: string;
  readonly email: string;
}

/** The product's name, which people add to passwords of the product. */
const PRODUCT = "foyer";
/** Fewer guesses than 10^6: an attacker finds it although the attempts are limited (zxcvbn's scores 0 and 1). */
const LEAST_SCORE = 2;
/** The rest of a longer password is not looked at, because the time grows faster than the length (R37). */
const MAX_CHECKED = 30;

/** So many signs at the end count for nothing. */
const MAX_SUFFIX = 4;

interface Estimator {
  readonly zxcvbn: ZxcvbnFactory;
  /** The most common passwords, in lower case. */
  readonly common: ReadonlySet<string | number>;
}

let estimator: Promise<Estimator> | undefined;

/** The dictionaries are loaded when the first password is set: they take 17 MB. */
async function load(): Promise<Estimator> {
  const [{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
  ]);
  const zxcvbn = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs, maxLength: MAX_CHECKED });
  return { zxcvbn, common: new Set(dictionary["passwords-common"]) };
}

/**
 * Refuses a password that is guessed soon (OWASP ASVS 2.1.7): one of the 40,000 most common, a name or an address of the
 * person, repeated characters, a run on the keyboard, and small variations of these.
 *
 * @throws ApiError `invalid_request` with a fault at `password`
 */
export async function refuseWeakPassword(password: string, person: Person): Promise<void> {
  estimator ??= load();
  const { zxcvbn, common } = await estimator;
  const guessed = withoutDecoration(password, person);
  const variants = withoutSuffix(guessed);
  const { score, feedback } = zxcvbn.check(variants.at(-1) ?? "", wordsOf(person));
  if (score >= LEAST_SCORE && !variants.some((variant) => common.has(variant))) return;
  const message = messageOf(feedback.warning);
  throw new ApiError("invalid_request", { faults: [{ path: "password", code: "weak_password", message }] });
}

/** The part of a password that an attacker has to guess: in lower case, once if it is repeated, without the person's address. */
function withoutDecoration(password: string, { email }: Person): string {
  const once = password.toLowerCase().replace(/^(.+?)\1+$/su, "$1");
  return once.replaceAll(email.toLowerCase(), "").slice(0, MAX_CHECKED);
}

/** A password, and what is left of it without one to four signs at the end, which every attacker adds; the shortest is the last. */
function withoutSuffix(password: string): string[] {
  const variants = [password];
  for (let rest = password; variants.length <= MAX_SUFFIX && /[^\p{L}]$/u.test(rest); ) {
    rest = rest.slice(0, -1);
    variants.push(rest);
  }
  return variants;
}

/** The words that an attacker tries first for this person, in lower case. */
function wordsOf({ name, email }: Person): string[] {
  const [local = "", domain = ""] = email.toLowerCase().split("@");
  const names = name.toLowerCase().split(/\s+/);
  const words = [email, local, domain, ...local.split(/[^\p{L}\d]+/u), ...domain.split(".")];
  return [PRODUCT, name, ...names, names.join(""), ...words]
    .map((word) => word.toLowerCase())
    .filter((word) => word.length > 2);
}

function messageOf(warning: string | null): string {
  if (warning === "userInputs") return "do not use your name, your e-mail or the name of this product";
  if (/repeat/i.test(warning ?? "")) return "repeated characters or words are easy to guess";
  if (/sequence|row|keyPattern/i.test(warning ?? "")) return "a run of keys or characters is easy to guess";
  return "this password is one of the first that are tried; use several words that do not belong together";
}
