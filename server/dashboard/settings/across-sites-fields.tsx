import { href } from "../app/routes.ts";
import { t, withElements } from "../i18n/translate.ts";
import { TextField } from "../ui/field.tsx";
import { Switch } from "../ui/switch.tsx";
import { tidyDomain } from "./settings-draft.ts";
import type { Editing } from "./use-settings-draft.ts";

interface AcrossSitesFieldsProps {
  readonly property: string;
  readonly editing: Editing;
}

/** The settings by which a person stays the same visitor on several sites of one owner. Both are off by default. */
export function AcrossSitesFields({ property, editing: { draft, set, fault } }: AcrossSitesFieldsProps) {
  return (
    <section class="group" aria-labelledby="across-sites">
      <div class="across-sites">
        <h3 id="across-sites">{t("One visitor across your sites")}</h3>
        <p class="hint">
          {t(
            "A browser keeps what every site stores apart. So a person who starts a chat on www.example.com is a new visitor on shop.example.com, without that chat. Change this only if these are all your own sites, and say so in your privacy notice. Visitors of other Foyer properties are never mixed with yours.",
          )}
        </p>
      </div>
      <TextField
        label={t("Domain that your sites share")}
        hint={t(
          "For example, example.com joins example.com, www.example.com and shop.example.com: the visitor ID and its key are stored in a cookie of that domain. Empty: no cookie.",
        )}
        dir="ltr"
        spellcheck={false}
        placeholder="example.com"
        data-path="visitorDomain"
        value={draft.visitorDomain}
        onInput={(visitorDomain) => set({ visitorDomain })}
        onBlur={() => set({ visitorDomain: tidyDomain(draft.visitorDomain) })}
        fault={fault("visitorDomain")}
      />
      <Switch
        label={t("Take visitors along on links between your sites")}
        hint={withElements(
          "For sites on different domains. When a visitor follows a link to another of your {link}, the address carries a code that works once, within a minute, and only there. Every visitor can then read the list of allowed sites in the widget's script.",
          { link: <a href={href.settings(property, "sites")}>{t("allowed sites")}</a> },
        )}
        checked={draft.handOver}
        data-path="handOver"
        onChange={(handOver) => set({ handOver })}
        fault={fault("handOver")}
      />
    </section>
  );
}
