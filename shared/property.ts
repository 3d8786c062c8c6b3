import * as z from "zod/mini";
import { FileRules } from "./file.ts";
import { FormDefinition, FormDraft, Wording } from "./form.ts";
import { HEX_COLOUR } from "./rules/contrast.ts";
import { ORIGIN_ENTRY } from "./rules/origin.ts";

/** A property's public key: what stands in the script tag. */
export const PropertyId = z
  .string()
  .check(z.regex(/^[a-z\d]{10}$/, "must be ten lower-case letters and digits"));

const Opening = z
  .object({ from: z.int().check(z.gte(0), z.lt(1440)), to: z.int().check(z.gt(0), z.lte(1440)) })
  .check(z.refine((opening) => opening.from < opening.to, { message: "must close after it opens" }));

const TimeZone = z.string().check(
  z.refine(
    (name) => {
      try {
        return !!new Intl.DateTimeFormat("en", { timeZone: name });
      } catch {
        return false; // a RangeError: no such zone
      }
    },
    { message: "is not a time zone, such as Europe/Berlin" },
  ),
);

/** For settings that were saved before these could be chosen. */
const DEFAULT_WAIT = 120;
const DEFAULT_FILES: FileRules = { allowed: true, maxMegabytes: 10 };

/** Everything an owner chooses for a property. */
export const PropertySettings = z.object({
  name: z.string().check(z.trim(), z.minLength(1, "a name is needed"), z.maxLength(80)),
  accent: z.string().check(z.regex(HEX_COLOUR, "must be a colour such as #0f5b4c")),
  position: z.enum(["right", "left"]),
  /** Empty: every site may use the widget. */
  allowedOrigins: z
    .array(z.string().check(z.regex(ORIGIN_ENTRY, "must be like https://example.com or *.example.com")))
    .check(z.maxLength(100)),
  timeZone: TimeZone,
  /** Monday first; null: at all hours. */
  hours: z.nullable(z.array(z.array(Opening).check(z.maxLength(10))).check(z.length(7))),
  locationTracking: z.boolean(),
  matching: z.enum(["attach", "separate"]),
  consent: z.enum(["none", "required"]),
  /** Visits of visitors who never became contacts are kept for so many days (R24). */
  retentionDays: z.int().check(z.gte(1), z.lte(3650)),
  /** What the panel says on top; absent: the locale's own words. */
  greeting: z.optional(Wording),
  preChatForm: FormDraft,
  offlineForm: FormDraft,
  /** A chat that waits longer for an answer is offered the offline form, seconds. */
  waitLimit: z._default(z.int().check(z.gte(10), z.lte(3_600)), DEFAULT_WAIT),
  files: z._default(FileRules, DEFAULT_FILES),
});
export type PropertySettings = z.infer<typeof PropertySettings>;

/** What a new property starts with. */
export function defaultSettings(name: string, timeZone: string): PropertySettings {
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
    locationTracking: false,
    matching: "attach",
    consent: "none",
    retentionDays: 90,
    preChatForm: { fields },
    offlineForm: { fields },
    waitLimit: DEFAULT_WAIT,
    files: DEFAULT_FILES,
  };
}

/** The settings as the embed carries them: one per response of `/w/PROPERTY.js`. Addresses are relative to the script's. */
export const EmbedSettings = z.object({
  property: PropertyId,
  name: z.string(),
  accent: z.string(),
  /** The text colour on the accent, computed (DESIGN, section 6). */
  onAccent: z.string(),
  /** Absent: right. */
  position: z.optional(z.enum(["right", "left"])),
  /** Absent: none. */
  consent: z.optional(z.enum(["none", "required"])),
  /** Whether somebody was there when this was answered; the visit's receipt is newer. */
  available: z.boolean(),
  greeting: z.optional(Wording),
  /** Without an offline form, it asks what the pre-chat form asks. */
  forms: z.object({ pre_chat: FormDefinition, offline: z.optional(FormDefinition) }),
  /** The folder of the panel and the locales, named by a hash of what is in it: `assets/Abc12345/`. */
  files: z.string(),
  /** The launcher's accessible name, by each language that there is a locale of. */
  launcher: z.record(z.string(), z.string()),
  /** Set where files cannot be sent. */
  noFiles: z.optional(z.literal(true)),
  /** Set in the dashboard's live preview: nothing is stored, registered or sent. What is said instead. */
  preview: z.optional(z.string()),
});
export type EmbedSettings = z.infer<typeof EmbedSettings>;

export const Availability = z.object({ available: z.boolean() });
export type Availability = z.infer<typeof Availability>;

/** A property as its admins see it. */
export const Property = z.object({
  id: PropertyId,
  settings: PropertySettings,
  /** Counts up with every save; a save must name the version it changes. */
  version: z.number(),
  createdAt: z.number(),
  /** When and on which origin the widget was last seen. */
  widgetSeen: z.nullable(z.object({ at: z.number(), origin: z.string() })),
});
export type Property = z.infer<typeof Property>;

export const PropertyUpdate = z.object({ settings: PropertySettings, version: z.int() });
export const PropertyCreate = z.object({ name: PropertySettings.shape.name, timeZone: TimeZone });
