import { useEffect, useState } from "preact/hooks";
import type { Property } from "../../../shared/property.ts";
import { useServices } from "../app/services.tsx";
import { BASE } from "../data/base-path.ts";
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
        <h3>1. Paste this line into every page of your site</h3>
        <Snippet property={property} />
      </section>
      <section>
        <h3>2. Open a page of your site</h3>
        <Seen property={property} />
      </section>
      <section>
        <h3>Options of the tag</h3>
        <TagOptions />
      </section>
      <section>
        <h3>Good to know</h3>
        <ul class="prose">
          <li>
            Does your site have a content security policy? Allow <Code>{location.origin}</Code> in{" "}
            <Code>script-src</Code>, and both <Code>{location.origin}</Code> and{" "}
            <Code>{location.origin.replace(/^http/, "ws")}</Code> in <Code>connect-src</Code>: the second is
            the live connection, which brings answers at once.
          </li>
          <li>
            Something not working? Run <Code>Foyer.doctor()</Code> in the browser's console on a page of your
            site. It says what is wrong, and how to fix it.
          </li>
        </ul>
      </section>
    </div>
  );
}

const PLACES = {
  page: "Anywhere in the page; right before </body> is a good place. In a site builder, look for “custom code” or “footer scripts”.",
  tag_manager:
    "For Google Tag Manager and others: add it as a tag with custom HTML that runs on all pages. Tag managers drop the attributes of a tag, so its options are in its address.",
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
        label="Where it is pasted"
        hideLabel
        value={place}
        options={[
          { value: "page", label: "In the pages" },
          { value: "tag_manager", label: "In a tag manager" },
        ]}
        onChange={setPlace}
        hint={PLACES[place]}
      />
      <Field label="Language of the widget">
        {(control) => (
          <select
            {...control}
            class="input compact"
            value={language}
            onChange={(event) => setLanguage(event.currentTarget.value)}
          >
            <option value="">The page's language</option>
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
          label="Wait for consent"
          hint="On these pages only. The property's own setting is under Privacy."
          checked={waits}
          onChange={setWaits}
        />
      )}
      <CodeSnippet code={tag} what="script tag" />
    </>
  );
}

const TAG_OPTIONS: readonly (readonly [attribute: string, meaning: string])[] = [
  [
    'data-language="de"',
    "The widget's language, as a tag such as de or pt-BR. Otherwise it is the page's language.",
  ],
  ['data-consent="required"', "Nothing is stored or sent until the visitor agrees."],
  ['data-theme="dark"', "light, dark or auto, whatever the settings say."],
  ['data-position="left"', "The corner: left or right."],
  ['data-offset="20 96"', "The button's distance from the side and from the bottom, in pixels."],
  ['data-offset-phone="20 80"', "The same on phones."],
  [
    'data-launcher="#chat"',
    "A button of your own: what the CSS selector finds opens the chat, and Foyer's button is hidden.",
  ],
  ['data-server="https://…"', "The address of this server, if your site serves a copy of the script."],
];

function TagOptions() {
  return (
    <>
      <p class="hint">
        Each one changes a setting for the pages with the tag. In the address of the script, the names are
        without <Code>data-</Code>: <Code>?offset=20+96&offsetPhone=20+80</Code>
      </p>
      <dl class="tag-options">
        {TAG_OPTIONS.map(([attribute, meaning]) => (
          <div key={attribute}>
            <dt dir="ltr">
              <Code>{attribute}</Code>
            </dt>
            <dd>{meaning}</dd>
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
            The widget was seen on <strong dir="ltr">{readableAddress(widgetSeen.origin)}</strong>,{" "}
            <RelativeTime at={widgetSeen.at} />. It works.
          </p>
        </>
      ) : (
        <>
          <span class="pulse" aria-hidden="true" />
          <p>Waiting for the first visit. This page updates by itself.</p>
        </>
      )}
    </div>
  );
}
