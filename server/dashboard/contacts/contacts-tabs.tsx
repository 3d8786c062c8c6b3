import type { ComponentChildren } from "preact";
import { href } from "../app/routes.ts";

interface ContactsTabsProps {
  readonly property: string;
  readonly here: "contacts" | "organizations" | "duplicates";
  readonly title: string;
  /** What stands beside the title: a search, buttons. */
  readonly children?: ComponentChildren;
}

/** The head of the lists around contacts, and the way from one to the other. */
export function ContactsTabs({ property, here, title, children }: ContactsTabsProps) {
  const tab = (place: ContactsTabsProps["here"], address: string, words: string) => (
    <a href={address} aria-current={here === place ? "page" : undefined}>
      {words}
    </a>
  );
  return (
    <>
      <header class="contacts-head">
        <h1>{title}</h1>
        {children}
      </header>
      <nav class="views contacts-tabs" aria-label="Contacts and organizations">
        {tab("contacts", href.contacts(property), "Contacts")}
        {tab("organizations", href.organizations(property), "Organizations")}
        {tab("duplicates", href.duplicates(property), "Duplicates")}
      </nav>
    </>
  );
}
