import type { ComponentChildren } from "preact";
import { href } from "../app/routes.ts";
import { t } from "../i18n/translate.ts";

interface ContactsTabsProps {
  readonly property: string;
  readonly current: "contacts" | "organizations" | "duplicates";
  readonly title: string;
  /** Beside the title: a search field, buttons. */
  readonly children?: ComponentChildren;
}

/** The header of the lists of contacts, organizations and duplicates, with tabs between them. */
export function ContactsTabs({ property, current, title, children }: ContactsTabsProps) {
  const tab = (name: ContactsTabsProps["current"], address: string, label: string) => (
    <a href={address} aria-current={current === name ? "page" : undefined}>
      {label}
    </a>
  );
  return (
    <>
      <header class="contacts-header">
        <h1>{title}</h1>
        {children}
      </header>
      <nav class="views contacts-tabs" aria-label={t("Contacts and organizations")}>
        {tab("contacts", href.contacts(property), t("Contacts"))}
        {tab("organizations", href.organizations(property), t("Organizations"))}
        {tab("duplicates", href.duplicates(property), t("Duplicates"))}
      </nav>
    </>
  );
}
