import * as z from "zod/mini";
import { FileRules } from "./file.ts";
import { FormComparisons, FormDraft, NamedForms, ServedForm, Wording } from "./form.ts";
import { FormKind } from "./form-key.ts";
import { LOCALE_TAGS, type Locales } from "./locale-tag.ts";
import { PropertyId } from "./property-id.ts";
import { DAY_MINUTES, isDate } from "./rules/calendar.ts";
import { HEX_COLOUR } from "./rules/contrast.ts";
import { entryUnderDomain, ORIGIN_ENTRY, SHARED_DOMAIN } from "./rules/origin.ts";
import { lineUpTo } from "./tidied-text.ts";
import { TimeZone } from "./time-zone.ts";

/** Of `rules/hours.ts`: it may last past midnight, for 24 hours at most. */
const Opening = z
  .object({
    from: z.int().check(z.gte(0), z.lt(DAY_MINUTES)),
    to: z.int().check(z.gt(0), z.lt(2 * DAY_MINUTES)),
  })
  .check(
    z.refine(({ from, to }) => from < to, { message: "must close after it opens" }),
    z.refine(({ from, to }) => to - from <= DAY_MINUTES, { message: "must not be longer than a day" }),
  );
const Openings = z.array(Opening).check(z.maxLength(10));

/** A day that is closed, or open at other hours than its day of the week. */
const SpecialDay = z.object({
  date: z.string().check(z.refine(isDate, { message: "must be a date such as 2026-12-24" })),
  openings: Openings,
});

/** The distance of the launcher from the side and the bottom of the window, CSS pixels. */
const offsetUpTo = (max: number) => {
  const distance = z.int().check(z.gte(0), z.lte(max));
  return z.object({ x: distance, y: distance });
};
const DesktopOffset = offsetUpTo(400);
const PhoneOffset = offsetUpTo(200);

/** Auto: the widget follows the page's own color scheme. */
const Theme = z.enum(["auto", "light", "dark"]);

const Language = z.enum(LOCALE_TAGS);
const Languages = z.tuple([Language], Language).check(
  z.refine((languages) => new Set(languages).size === languages.length, {
    message: "must name each language once",
  }),
);

/** A `LocaleLabel` of `rules/locale-tags.ts`. */
const LocaleLabel = z.tuple([z.string(), z.string(), z.optional(z.string())]);

/** Defaults for settings that were stored before these existed. */
const DEFAULT_LANGUAGES: Locales = ["en", "de", "fr", "ar"];
const DEFAULT_WAIT = 120;
const DEFAULT_ANSWER_TARGET = 8 * 60;
const DEFAULT_CLOSE_AFTER = 7;
const DEFAULT_FILES: FileRules = { allowed: true, maxMegabytes: 10 };
export const DEFAULT_OFFSET = { x: 20, y: 20 } as const;
const DEFAULT_LAUNCHER = { desktop: DEFAULT_OFFSET, phone: DEFAULT_OFFSET };

const Settings = z.object({
  name: lineUpTo(80, "a name is needed"),
  accent: z.string().check(z.regex(HEX_COLOUR, "must be a colour such as #0f5b4c")),
  position: z.enum(["right", "left"]),
  /** Empty: the widget works on every site. */
  allowedOrigins: z
    .array(z.string().check(z.regex(ORIGIN_ENTRY, "must be like https://example.com or *.example.com")))
    .check(z.maxLength(100)),
  timeZone: TimeZone,
  /** Business hours, Monday first; null: always open. */
  hours: z.nullable(z.array(Openings).check(z.length(7))),
  /** Each date once. */
  specialDays: z._default(
    z.array(SpecialDay).check(
      z.maxLength(200),
      z.refine((days) => new Set(days.map(({ date }) => date)).size === days.length, {
        message: "must name each date once",
      }),
    ),
    [],
  ),
  locationTracking: z.boolean(),
  matching: z.enum(["attach", "separate"]),
  consent: z.enum(["none", "required"]),
  /** Names of parameters that stay in the addresses of pages, although they may hold secrets or name people (R24). */
  allowedParameters: z._default(
    z
      .array(z.string().check(z.trim(), z.minLength(1, "must not be empty"), z.maxLength(100)))
      .check(z.maxLength(100)),
    [],
  ),
  /** Visits of visitors who never became contacts are removed after this many days (R24). */
  retentionDays: z.int().check(z.gte(1), z.lte(3650)),
  /** The title of the panel; absent: the text of the locale. */
  greeting: z.optional(Wording),
  preChatForm: FormDraft,
  offlineForm: FormDraft,
  namedForms: z._default(NamedForms, []),
  comparisons: z._default(FormComparisons, []),
  /** After waiting this long for an answer, seconds, a visitor is offered the offline form. */
  waitLimit: z._default(z.int().check(z.gte(10), z.lte(3_600)), DEFAULT_WAIT),
  /** A message in a ticket is due after this many minutes of business hours; null: never. */
  answerTarget: z._default(z.nullable(z.int().check(z.gte(1), z.lte(30 * 1440))), DEFAULT_ANSWER_TARGET),
  /** A solved ticket is closed after this many days. */
  closeAfterDays: z._default(z.int().check(z.gte(1), z.lte(365)), DEFAULT_CLOSE_AFTER),
  files: z._default(FileRules, DEFAULT_FILES),
  /** Where the launcher is. `position` is the side that `x` is measured from. */
  launcher: z._default(z.object({ desktop: DesktopOffset, phone: PhoneOffset }), DEFAULT_LAUNCHER),
  theme: z._default(Theme, "auto"),
  /** The widget's languages. The first is for visitors whose language is not among them. */
  languages: z._default(Languages, DEFAULT_LANGUAGES),
  /** The domain whose hosts have one visitor, by a cookie of that domain. Empty: each host has its own visitors. */
  visitorDomain: z._default(
    z.string().check(
      z.refine((domain) => !domain || SHARED_DOMAIN.test(domain), {
        message: "must be a domain such as example.com",
      }),
    ),
    "",
  ),
  /** Whether a link from one allowed origin to another takes the visitor along. */
  handOver: z._default(z.boolean(), false),
  /** Whether only visitors whom the owner's server has signed in can chat (R33). */
  signedInOnly: z._default(z.boolean(), false),
});

/** The settings of a property. */
export const PropertySettings = Settings.check(
  z.refine(({ visitorDomain, allowedOrigins }) => isAmongSites(visitorDomain, allowedOrigins), {
    path: ["visitorDomain"],
    message: "must be the domain of one of the allowed sites",
  }),
  z.refine(({ handOver, allowedOrigins }) => !handOver || allowedOrigins.length > 0, {
    path: ["handOver"],
    message: "name the allowed sites first",
  }),
  z.refine(
    ({ comparisons, namedForms }) =>
      comparisons.every(
        ({ form }) => FormKind.safeParse(form).success || namedForms.some(({ key }) => key === form),
      ),
    { path: ["comparisons"], message: "must be of forms of this property" },
  ),
);
export type PropertySettings = z.infer<typeof PropertySettings>;

/** Whether the domain is that of an allowed origin. Without a domain or a list there is nothing to contradict. */
function isAmongSites(domain: string, allowed: readonly string[]): boolean {
  return !domain || !allowed.length || allowed.some((entry) => entryUnderDomain(entry, domain));
}

/** The settings of a new property. */
export function defaultSettings(
  name: string,
  timeZone: string,
  languages: Locales = DEFAULT_LANGUAGES,
): PropertySettings {
  const fields: FormDraft["fields"] = [
    { id: "name", type: "name", required: true },
    { id: "email", type: "email", required: true },
    { id: "message", type: "long_text", required: true },
  ];
  return {
    name,
    accent: "#0f5b4c",
    position: "right",
    allowedOrigins: [],
    timeZone,
    hours: null,
    specialDays: [],
    locationTracking: false,
    matching: "attach",
    consent: "none",
    allowedParameters: [],
    retentionDays: 90,
    preChatForm: { fields },
    offlineForm: { fields },
    namedForms: [],
    comparisons: [],
    waitLimit: DEFAULT_WAIT,
    answerTarget: DEFAULT_ANSWER_TARGET,
    closeAfterDays: DEFAULT_CLOSE_AFTER,
    files: DEFAULT_FILES,
    launcher: DEFAULT_LAUNCHER,
    theme: "auto",
    languages,
    visitorDomain: "",
    handOver: false,
    signedInOnly: false,
  };
}

/** An option whose value is any text, as in an attribute. */
const OptionText = z.optional(z.string().check(z.maxLength(200)));
const OptionDistances = z.optional(z.string().check(z.maxLength(200), z.regex(/\d/)));

/** The vendors whose interface the widget answers to, for sites that move to Foyer without a change of their code. */
export const CompatVendors = z.enum(["tawk", "chatwoot", "intercom", "crisp"]);
export type CompatVendor = z.infer<typeof CompatVendors>;

/** The options of a page that the script's address may have (`FoyerOptions`). */
export const EmbedOptions = z.object({
  consent: z.optional(z.enum(["none", "required"])),
  language: OptionText,
  position: z.optional(z.enum(["left", "right"])),
  offset: OptionDistances,
  offsetPhone: OptionDistances,
  launcher: OptionText,
  theme: z.optional(Theme),
  server: OptionText,
  compat: z.optional(CompatVendors),
});
export type EmbedOptions = z.infer<typeof EmbedOptions>;

/** The settings that the server writes into the embed, `/w/PROPERTY.js`, and into the texts of its panel. */
export const EmbedSettings = z.object({
  property: PropertyId,
  /**
   * The folder of the server's files for visitors, for a script that cannot tell its own address:
   * `https://chat.example.com/w/`, or, where the server does not know the protocol, `//chat.example.com/w/`.
   */
  base: z.string(),
  /** The valid options in the script's address. Absent: none. */
  query: z.optional(EmbedOptions),
  name: z.string(),
  accent: z.string(),
  /** The text colour on the accent, computed (DESIGN.md, section 5). */
  onAccent: z.string(),
  /** Absent: right. */
  position: z.optional(z.enum(["right", "left"])),
  /** Absent: none. */
  consent: z.optional(z.enum(["none", "required"])),
  /** The launcher's distances from the side and the bottom, CSS pixels, and those on phones: `20 80`. Absent: `20 20`. */
  offset: z.optional(z.string()),
  offsetPhone: z.optional(z.string()),
  /** Absent: the widget follows the page. */
  theme: z.optional(Theme),
  /** The domain whose hosts have one visitor. Absent: none. */
  domain: z.optional(z.string()),
  /** The allowed origins, between which links take the visitor along; wildcards as entered. Absent: they do not. */
  handOver: z.optional(z.array(z.string())),
  /** Whether an agent was available when the script was served. The visit's receipt is more recent. Absent: nobody. */
  available: z.optional(z.boolean()),
  greeting: z.optional(Wording),
  /** Without an offline form, the pre-chat form is used for both. */
  forms: z.object({ pre_chat: ServedForm, offline: z.optional(ServedForm) }),
  /**
   * The folder of the panel and the locales, relative to the script's, named by its content: `assets/Abc12345/`, or with
   * the property, whose locales have the {@link PanelSettings}: `assets/shop000001-Abc12345/`.
   */
  files: z.string(),
  /** The property's locales, each with the tags that it is for (`rules/locale-tags.ts`): `["pt-BR","Abrir o chat","pt-BR|pt"]`. */
  labels: z.array(LocaleLabel),
  /** Set if the property does not accept files. */
  noFiles: z.optional(z.literal(true)),
  /** Set in the dashboard's live preview, where nothing is stored or sent: the notice that is shown instead. */
  preview: z.optional(z.string()),
});
export type EmbedSettings = z.infer<typeof EmbedSettings>;

/** The settings that only the panel needs. A visitor who never chats does not load them, however long the forms are. */
export const PANEL_SETTINGS = ["name", "greeting", "forms", "noFiles"] as const;
export type PanelSettings = Pick<EmbedSettings, (typeof PANEL_SETTINGS)[number]>;

/** The settings as the embed has them. In a preview, and in an embed from before an upgrade, they are whole. */
export type InlinedSettings = Omit<EmbedSettings, keyof PanelSettings> & Partial<PanelSettings>;

export const Availability = z.object({ available: z.boolean() });
export type Availability = z.infer<typeof Availability>;

/** A property as its admins read it. */
export const Property = z.object({
  id: PropertyId,
  settings: PropertySettings,
  /** Incremented by every save. A save names the version that it changes, so that no change is overwritten. */
  version: z.number(),
  createdAt: z.number(),
  /** When and on which origin the widget was last loaded; null if never. */
  widgetSeen: z.nullable(z.object({ at: z.number(), origin: z.string() })),
});
export type Property = z.infer<typeof Property>;

export const PropertyUpdate = z.object({ settings: PropertySettings, version: z.int() });
export const PropertyCreate = z.object({
  name: PropertySettings.shape.name,
  timeZone: TimeZone,
  languages: z.optional(Languages),
});
