import { t, withElements } from "../i18n/translate.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { Note } from "../ui/states.tsx";
import { Code } from "../ui/verbatim.tsx";
import { tidyOrigin } from "./settings-draft.ts";
import type { Editing } from "./use-settings-draft.ts";

/** The list of sites that can use the widget. */
export function SitesSection({ editing: { draft, set, fault } }: { editing: Editing }) {
  const sites = draft.allowedOrigins;
  const change = (allowedOrigins: readonly string[]) => set({ allowedOrigins: [...allowedOrigins] });
  return (
    <>
      {sites.length === 0 ? (
        <Note icon="globe">
          <p>
            {withElements("The list is empty: {value}. Name your own sites to keep others from showing it.", {
              value: <strong>{t("every site may use the widget")}</strong>,
            })}
          </p>
        </Note>
      ) : (
        <p>
          {t("Only these sites can use the widget. Enter each one exactly, with its port if it has one.")}
        </p>
      )}
      <ul class="plain-list sites">
        {sites.map((site, index) => (
          // sites can repeat while they are typed, so the index identifies a site
          <li key={index}>
            <TextField
              label={t("Site {index}", { index: index + 1 })}
              hideLabel
              dir="ltr"
              spellcheck={false}
              placeholder="https://www.example.com"
              data-path={`allowedOrigins.${index}`}
              value={site}
              onInput={(typed) => change(sites.with(index, typed))}
              onBlur={() => change(sites.with(index, tidyOrigin(site)))}
              fault={fault(`allowedOrigins.${index}`)}
            />
            <IconButton
              icon="bin"
              label={site ? t("Remove {site}", { site }) : t("Remove site {index}", { index: index + 1 })}
              onClick={() => change(sites.toSpliced(index, 1))}
            />
          </li>
        ))}
      </ul>
      <div>
        <Button icon="plus" disabled={sites.length >= 100} onClick={() => change([...sites, ""])}>
          {t("Add a site")}
        </Button>
      </div>
      <p class="hint">
        {withElements(
          "{code} is one site; {code2} is every subdomain of it, but not the domain itself. Pages of an app or a browser's extension have origins such as {code3}.",
          {
            code: <Code>https://example.com</Code>,
            code2: <Code>*.example.com</Code>,
            code3: <Code>capacitor://localhost</Code>,
          },
        )}
      </p>
    </>
  );
}
