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
            The list is empty: <strong>every site may use the widget</strong>. Name your own sites to keep
            others from showing it.
          </p>
        </Note>
      ) : (
        <p>Only these sites can use the widget. Enter each one exactly, with its port if it has one.</p>
      )}
      <ul class="plain-list sites">
        {sites.map((site, index) => (
          // sites can repeat while they are typed, so the index identifies a site
          <li key={index}>
            <TextField
              label={`Site ${index + 1}`}
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
              label={`Remove ${site || `site ${index + 1}`}`}
              onClick={() => change(sites.toSpliced(index, 1))}
            />
          </li>
        ))}
      </ul>
      <div>
        <Button icon="plus" disabled={sites.length >= 100} onClick={() => change([...sites, ""])}>
          Add a site
        </Button>
      </div>
      <p class="hint">
        <Code>https://example.com</Code> is one site; <Code>*.example.com</Code> is every subdomain of it, but
        not the domain itself. Pages of an app or a browser's extension have origins such as{" "}
        <Code>capacitor://localhost</Code>.
      </p>
    </>
  );
}
