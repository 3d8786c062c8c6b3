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
/** The rest of a longer password is not looked at, because the time grows faster than the length. */
const MAX_CHECKED = 48;

let estimator: Promise<ZxcvbnFactory> | undefined;

/** The dictionaries are loaded when the first password is set: they take 17 MB. */
async function load(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
  ]);
  return new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs, maxLength: MAX_CHECKED });
}

/**
 * Refuses a password that is guessed soon (OWASP ASVS 2.1.7): one of the 40,000 most common, a name or an address of the
 * person, repeated characters, a run on the keyboard, and small variations of these.
 *
 * @throws ApiError `invalid_request` with a fault at `password`
 */
export async function refuseWeakPassword(password: string, person: Person): Promise<void> {
  estimator ??= load();
  const loaded = await estimator;
  const words = wordsOf(person);
  const weak = variantsOf(password)
    .map((variant) => loaded.check(variant, words))
    .find(({ score }) => score < LEAST_SCORE);
  if (!weak) return;
  const message = messageOf(weak.feedback.warning);
  throw new ApiError("invalid_request", { faults: [{ path: "password", code: "weak_password", message }] });
}

/** The password without the changes that every attacker tries: capitals, and up to four signs at the end. */
function variantsOf(password: string): string[] {
  const lower = password.slice(0, MAX_CHECKED).toLowerCase();
  return [lower, lower.replace(/[^\p{L}]{1,4}$/u, "")];
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
