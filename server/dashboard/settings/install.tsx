import { useEffect, useState } from "preact/hooks";
import type { Property } from "../../../shared/property.ts";
import { useServices } from "../app/services.tsx";
import { BASE } from "../data/base-path.ts";
import { type Message, message, t, withElements } from "../i18n/translate.ts";
import { Choice } from "../ui/choice.tsx";
import { Field } from "../ui/field.tsx";
import { readableAddress } from "../ui/format.ts";
import { Icon } from "../ui/icon.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Switch } from "../ui/switch.tsx";
import { Code } from "../ui/verbatim.tsx";
import { CodeSnippet } from "./code-snippet.tsx";
import { type SnippetPlace, scriptTag } from "./install-snippet.ts";
import { wordingLocales } from "./settings-draft.ts";

/** The interval at which the page checks whether the widget was seen, in milliseconds. */
const LOOK = 4_000;

interface InstallSectionProps {
  readonly property: Property;
  readonly reload: () => Promise<unknown>;
}

/** The script tag to paste into the site, whether the widget was seen there, and the options of the tag. */
export function InstallSection({ property, reload }: InstallSectionProps) {
  useLooking(reload);
  return (
    <div class="install">
      <section>
        <h3>{t("1. Paste this line into every page of your site")}</h3>
        <Snippet property={property} />
      </section>
      <section>
        <h3>{t("2. Open a page of your site")}</h3>
        <Seen property={property} />
      </section>
      <section>
        <h3>{t("Options of the tag")}</h3>
        <TagOptions />
      </section>
      <section>
        <h3>{t("Good to know")}</h3>
        <ul class="prose">
          <li>
            {withElements(
              "Does your site have a content security policy? Allow {origin} in {script}, and both {origin} and {socket} in {connect}: the second is the live connection, which brings answers at once.",
              {
                origin: <Code>{location.origin}</Code>,
                script: <Code>script-src</Code>,
                socket: <Code>{location.origin.replace(/^http/, "ws")}</Code>,
                connect: <Code>connect-src</Code>,
              },
            )}
          </li>
          <li>
            {withElements(
              "Something not working? Run {code} in the browser's console on a page of your site. It says what is wrong, and how to fix it.",
              { code: <Code>Foyer.doctor()</Code> },
            )}
          </li>
        </ul>
      </section>
    </div>
  );
}

const PLACES = {
  page: message(
    "Anywhere in the page; right before </body> is a good place. In a site builder, look for “custom code” or “footer scripts”.",
  ),
  tag_manager: message(
    "For Google Tag Manager and others: add it as a tag with custom HTML that runs on all pages. Tag managers drop the attributes of a tag, so its options are in its address.",
  ),
} as const;

/** The tag for the chosen place, with the chosen options. */
function Snippet({ property: { id, settings } }: { property: Property }) {
  const [place, setPlace] = useState<SnippetPlace>("page");
  const [language, setLanguage] = useState("");
  const [waits, setWaits] = useState(false);
  const tag = scriptTag(location.origin + BASE, id, place, {
    ...(waits && { consent: "required" }),
    language,
  });
  return (
    <>
      <Choice
        label={t("Where it is pasted")}
        hideLabel
        value={place}
        options={[
          { value: "page", label: t("In the pages") },
          { value: "tag_manager", label: t("In a tag manager") },
        ]}
        onChange={setPlace}
        hint={t(PLACES[place])}
      />
      <Field label={t("Language of the widget")}>
        {(control) => (
          <select
            {...control}
            class="input compact"
            value={language}
            onChange={(event) => setLanguage(event.currentTarget.value)}
          >
            <option value="">{t("The page's language")}</option>
            {wordingLocales(settings.languages)
              .slice(1)
              .map(([locale, name]) => (
                <option key={locale} value={locale}>
                  {name}
                </option>
              ))}
          </select>
        )}
      </Field>
      {settings.consent === "none" && (
        <Switch
          label={t("Wait for consent")}
          hint={t("On these pages only. The property's own setting is under Privacy.")}
          checked={waits}
          onChange={setWaits}
        />
      )}
      <CodeSnippet code={tag} what={t("script tag")} />
    </>
  );
}

const TAG_OPTIONS: readonly (readonly [attribute: string, meaning: Message])[] = [
  [
    'data-language="de"',
    message("The widget's language, as a tag such as de or pt-BR. Otherwise it is the page's language."),
  ],
  ['data-consent="required"', message("Nothing is stored or sent until the visitor agrees.")],
  ['data-theme="dark"', message("light, dark or auto, whatever the settings say.")],
  ['data-position="left"', message("The corner: left or right.")],
  ['data-offset="20 96"', message("The button's distance from the side and from the bottom, in pixels.")],
  ['data-offset-phone="20 80"', message("The same on phones.")],
  [
    'data-launcher="#chat"',
    message(
      "A button of your own: what the CSS selector finds opens the chat, and Foyer's button is hidden.",
    ),
  ],
  [
    'data-server="https://…"',
    message("The address of this server, if your site serves a copy of the script."),
  ],
];

function TagOptions() {
  return (
    <>
      <p class="hint">
        {withElements(
          "Each one changes a setting for the pages with the tag. In the address of the script, the names are without {prefix}: {example}",
          { prefix: <Code>data-</Code>, example: <Code>?offset=20+96&amp;offsetPhone=20+80</Code> },
        )}
      </p>
      <dl class="tag-options">
        {TAG_OPTIONS.map(([attribute, meaning]) => (
          <div key={attribute}>
            <dt dir="ltr">
              <Code>{attribute}</Code>
            </dt>
            <dd>{t(meaning)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function useLooking(reload: () => Promise<unknown>) {
  const { reached } = useServices();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible" && reached.value) void reload();
    }, LOOK);
    return () => clearInterval(timer);
  }, [reload, reached]);
}

function Seen({ property: { widgetSeen } }: { property: Property }) {
  return (
    <div class={widgetSeen ? "seen yes" : "seen"} role="status">
      {widgetSeen ? (
        <>
          <Icon name="check" />
          <p>
            {withElements("The widget was seen on {origin}, {time}. It works.", {
              origin: <strong dir="ltr">{readableAddress(widgetSeen.origin)}</strong>,
              time: <RelativeTime at={widgetSeen.at} />,
            })}
          </p>
        </>
      ) : (
        <>
          <span class="pulse" aria-hidden="true" />
          <p>{t("Waiting for the first visit. This page updates by itself.")}</p>
        </>
      )}
    </div>
  );
}
