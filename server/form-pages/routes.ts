import { type Context, Hono } from "hono";
import { LOCALE_TAGS } from "../../shared/locale-tag.ts";
import { type FormDefinition, formValidator } from "../../shared/rules/form.ts";
import { isRightToLeft } from "../../shared/rules/locale-tags.ts";
import { createFormLookup } from "../deliveries/form-lookup.ts";
import type { RenderedPage } from "../mail/conversation-page/page-frame.tsx";
import { addressOf } from "../platform/http/address.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { requestOrigin } from "../platform/http/own-origin.ts";
import type { KnownProperty } from "../properties/store.ts";
import { mayUseWidget } from "../properties/widget-access.ts";
import { createPostedForms, type PostedFormDeps } from "./accept-posted-form.ts";
import { type FormPage, type FormPageLook, formPage, receivedPage, refusedPage } from "./form-page.tsx";
import { chooseLocale, loadPageWords } from "./page-words.ts";
import { answersFromAddress, postedAnswers, TRAP_FIELD, VERSION_FIELD } from "./posted-answers.ts";
import { type PostedValues, readPostedForm } from "./read-posted-form.ts";
import { issueReceiptToken, readReceiptToken } from "./receipt-token.ts";

const HEADERS = {
  "Cache-Control": "no-store",
  // the page's own form is recognized by its origin, which "no-referrer" would remove
  "Referrer-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
  "X-Robots-Tag": "noindex",
} as const;

const NO_LOOK = { accent: "#0f5b4c", theme: "auto" } as const;

/** More characters than a token has. */
const MAX_TOKEN = 300;

/** See `formDefinition`. */
const VERSION = /^[\da-f]{16}$/;

type Status = 200 | 404 | 422 | 429;

/** The property that a request is for, and how its pages look. */
interface Opened extends FormPageLook {
  readonly known: KnownProperty | null;
  readonly key: string;
}

/**
 * `GET` and `POST /:property/forms/:form`: a form for browsers without JavaScript, as a page, and as the address that a form of
 * the site's own markup is posted to (R21, R27). The answers to a post are pages too, and what a person has typed stands in
 * each of them that is not the last.
 */
export function formPageRoutes(deps: PostedFormDeps) {
  const { config, database } = deps;
  const accept = createPostedForms(deps);

  const lookOf = async (c: Context, property: KnownProperty | null): Promise<FormPageLook> => {
    const wanted = [c.req.query("language") ?? "", c.req.header("accept-language") ?? ""];
    const locale = chooseLocale(property?.settings.languages ?? LOCALE_TAGS, wanted.join());
    const { accent, theme } = property?.settings ?? NO_LOOK;
    return {
      look: { locale, accent, theme },
      direction: isRightToLeft(locale) ? "rtl" : "ltr",
      words: await loadPageWords(locale),
      property: property?.settings.name ?? "",
    };
  };
  const answer = (c: Context, { html, policy }: RenderedPage, status: Status = 200) =>
    c.html(html, status, { ...HEADERS, "Content-Security-Policy": policy });
  const open = async (c: Context): Promise<Opened> => {
    await deps.addressLimit.take(addressOf(c, config.trustedProxies));
    const known = await deps.properties.find(c.req.param("property") ?? "");
    return { ...(await lookOf(c, known)), known, key: c.req.param("form") ?? "" };
  };
  const unknown = (c: Context, opened: Opened) =>
    answer(c, refusedPage(opened, opened.known ? "form_unknown" : "property_unknown"), 404);
  const show = (
    c: Context,
    opened: Opened,
    definition: FormDefinition,
    shown: Partial<FormPage>,
    status: Status = 200,
  ) => {
    const { key, look } = opened;
    const action = c.req.query("language") === undefined ? key : `${key}?language=${look.locale}`;
    const page = { ...opened, definition, action, answers: {}, faults: [], refusal: null };
    return answer(c, formPage({ ...page, ...shown }), status);
  };

  return new Hono()
    .get("/:property/forms/:form{[a-z][a-z\\d_]{0,39}}", async (c) => {
      const opened = await open(c);
      const { known, key } = opened;
      const definition = known?.forms.get(key);
      if (!known || !definition) return unknown(c, opened);
      const token = c.req.query("received") ?? "";
      const target = { property: known.id, form: key };
      const receipt =
        token.length > MAX_TOKEN ? null : readReceiptToken(deps.formPageSecrets, token, target, deps.now());
      if (receipt) return answer(c, receivedPage(opened, { ticket: receipt.ticket, again: key }));
      const { searchParams } = new URL(c.req.url);
      return show(c, opened, definition, { answers: answersFromAddress(definition, searchParams) });
    })
    .post("/:property/forms/:form{[a-z][a-z\\d_]{0,39}}", async (c) => {
      const opened = await open(c);
      const values = await readPostedForm(c);
      const { known, key } = opened;
      const definition = known && (await definitionOf(known, key, values));
      if (!definition) return unknown(c, opened);
      const answers = postedAnswers(definition, values);
      // another site's page may not send it, but the person may, from this page
      if (
        !mayUseWidget(
          known,
          requestOrigin((name) => c.req.header(name)),
          config.publicUrl,
        )
      )
        return show(c, opened, definition, { answers });
      const checked = formValidator(definition)(answers);
      if (!checked.ok) return show(c, opened, definition, { answers, faults: checked.faults }, 422);
      const refuse = (refusal: string, status: Status) =>
        show(c, opened, definition, { answers, refusal }, status);
      try {
        const receipt = await accept({
          property: known,
          key,
          definition,
          answers: checked.answers,
          trap: (values.get(TRAP_FIELD) ?? []).join(""),
          locale: opened.look.locale,
          address: addressOf(c, config.trustedProxies),
          userAgent: c.req.header("user-agent") ?? "",
          page: c.req.header("referer") ?? "",
          country: config.trustedProxies ? c.req.header(config.countryHeader ?? "") : undefined,
        });
        if (receipt.status === "refused") return refuse(receipt.problem.code, 422);
        const received = { property: known.id, form: key, ticket: receipt.ticket ?? null };
        const token = issueReceiptToken(deps.formPageSecrets, received, deps.now());
        // 303: a reload of the next page sends nothing
        return c.body(null, 303, { ...HEADERS, Location: `${key}?received=${token}` });
      } catch (error) {
        if (error instanceof ApiError && error.problem.code === "too_many_requests")
          return refuse(error.problem.code, 429);
        throw error;
      }
    })
    .all("/:property/forms/:form{[a-z][a-z\\d_]{0,39}}", () => {
      throw new ApiError("method_not_allowed", { headers: { Allow: "GET, POST" } });
    });

  /** The version that was shown, or that the markup of a site was made from: it may be older than the current one. */
  async function definitionOf(
    known: KnownProperty,
    key: string,
    values: PostedValues,
  ): Promise<FormDefinition | null> {
    const version = values.get(VERSION_FIELD)?.at(-1) ?? "";
    const shown = VERSION.test(version) ? await createFormLookup(database.read, known)(key, version) : null;
    return shown ?? known.forms.get(key) ?? null;
  }
}
