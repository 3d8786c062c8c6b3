import type { Identity, IdentityDetails } from "../../api/foyer.ts";
import type { Look } from "../base/look.ts";
import {
  type Attributes,
  attributesOf,
  choiceOf,
  defined,
  languageOf,
  numberOf,
  textOf,
  type Values,
  valuesOf,
} from "../base/values.ts";

/** Settings that say nothing about the person, and are no attributes. */
const SETTINGS =
  /^(app_id|api_base|custom_launcher_selector|alignment|(vertical|horizontal)_padding|hide_default_launcher|session_duration|(action|background|link)_color|theme_mode|user_(id|hash)|intercom_user_jwt|email|name|phone|language_override|installation_type|page_title|region|widgetUrl|company|companies|avatar|hide_notifications|unsubscribed_from_emails|last_request_at)$/;

/** Settings without a counterpart. */
const MISSING = ["session_duration", "avatar", "hide_notifications", "unsubscribed_from_emails"] as const;

const SIDES = { left: "left", right: "right" } as const;
const SCHEMES = { light: "light", dark: "dark", system: "auto" } as const;

/** The settings that `boot` and `update` give. */
export interface IntercomPlan {
  readonly look: Look;
  /** Undefined: nothing is said. */
  readonly who: Identity | undefined;
  readonly attributes: Attributes | undefined;
  /** Undefined: it stays as it is. */
  readonly hidesLauncher: boolean | undefined;
  /** The names of settings that have no counterpart. */
  readonly missing: readonly string[];
}

/** Reads settings of Intercom. Of a company and of several, the name of the first is the person's organization. */
export function readSettings(given: unknown): IntercomPlan {
  const settings = valuesOf(given);
  const hides = settings.hide_default_launcher;
  return {
    look: {
      language: languageOf(settings.language_override),
      launcher: textOf(settings.custom_launcher_selector),
      position: choiceOf(SIDES, settings.alignment),
      scheme: choiceOf(SCHEMES, settings.theme_mode),
      accent: textOf(settings.action_color) ?? textOf(settings.background_color),
      x: numberOf(settings.horizontal_padding),
      y: numberOf(settings.vertical_padding),
    },
    who: textOf(settings.intercom_user_jwt) ?? readPerson(settings),
    attributes: attributesOf(
      Object.fromEntries(Object.entries(settings).filter(([name]) => !SETTINGS.test(name))),
    ),
    hidesLauncher: typeof hides === "boolean" ? hides : undefined,
    missing: MISSING.filter((name) => settings[name] !== undefined && settings[name] !== null),
  };
}

function readPerson(settings: Values): IdentityDetails | undefined {
  const companies: readonly unknown[] = Array.isArray(settings.companies) ? settings.companies : [];
  return defined({
    user_id: textOf(settings.user_id),
    user_hash: textOf(settings.user_hash),
    name: textOf(settings.name),
    email: textOf(settings.email),
    phone: textOf(settings.phone),
    organization: textOf(valuesOf(settings.company ?? companies[0]).name),
  });
}
