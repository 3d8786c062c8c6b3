import type { ServedForm } from "../../shared/rules/draw-form.ts";
import type { FormWords } from "../locales/words.ts";
import type { PageSession } from "./page-session.ts";

/** The wait before a form that could not be loaded is tried again, ms; it doubles, up to the longest. */
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;

/** A form with the texts in which it is shown. */
export interface LoadedForm {
  readonly definition: ServedForm;
  readonly words: FormWords;
}

/** The server has said that there is no such form, or that this site may not use it. */
export interface FormProblem {
  readonly code: string;
  readonly detail: string;
}

/** Resolves when the network is back, or after so many ms. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener("online", done, { signal });
    signal.addEventListener("abort", done);
  });
}

/**
 * Loads a form and the texts of a language, as often as it takes.
 *
 * @returns a problem that another try would not change
 */
export async function loadForm(
  { propertyUrl }: Pick<PageSession, "propertyUrl">,
  key: string,
  locale: string,
  signal: AbortSignal,
): Promise<LoadedForm | FormProblem> {
  // no address leads out of the folder of forms
  if (!/^[a-z][a-z\d_]{0,39}$/.test(key) || key === "pre_chat")
    return {
      code: "form_unknown",
      detail: `No form in a page has the key ${JSON.stringify(key.slice(0, 100))}`,
    };
  for (let wait = FIRST_WAIT, attempt = 0; ; wait = Math.min(2 * wait, LONGEST_WAIT), attempt++) {
    try {
      const response = fetch(`${propertyUrl}/forms/${key}.json`, { signal });
      // a browser remembers by its address that a module failed
      const address = `./${locale}.js${attempt ? `?${attempt}` : ""}`;
      const [answer, texts] = await Promise.all([response, import(/* @vite-ignore */ address)]);
      const body = await answer.json();
      const words: FormWords | undefined = texts.default;
      if (answer.ok && body.definition && words) return { definition: body.definition, words };
      if (answer.status < 500 && answer.status !== 429 && body.code)
        return { code: String(body.code), detail: `${key}: ${body.detail ?? body.title}` };
    } catch {
      // no network, or something else than the server has answered
    }
    await pause(wait, signal);
    if (signal.aborted) return { code: "internal", detail: "The form was removed while it was loading" };
  }
}
