import type { ComponentChildren } from "preact";
import { useLocation } from "preact-iso";
import type { Me, PropertyOfMe } from "../../../../shared/account.ts";
import { FOCUS_SEARCH } from "../../contacts/focus-search.ts";
import { t } from "../../i18n/translate.ts";
import { limitedCount } from "../../ui/format.ts";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { useLazyDialog } from "../../ui/use-lazy-dialog.ts";
import { useShortcuts } from "../../ui/use-shortcuts.ts";
import { href, type Route } from "../routes.ts";
import { useServices } from "../services.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { PresenceSwitch } from "./presence-switch.tsx";
import { PropertySwitcher } from "./property-switcher.tsx";

interface ShellProps {
  readonly me: Me;
  readonly property: PropertyOfMe | undefined;
  readonly page: Route["page"];
  readonly children: ComponentChildren;
}

const CONTACT_PAGES: ReadonlySet<Route["page"]> = new Set([
  "contacts",
  "contact",
  "import",
  "new-contact",
  "duplicates",
  "merge",
  "organizations",
  "organization",
]);

/** The frame of every screen: the property, the navigation with the unread count, and the presence. */
export function Shell({ me, property, page, children }: ShellProps) {
  const { presence } = useServices();
  const unread = property ? (presence.counts.value.get(property.id)?.unread ?? 0) : 0;
  const keys = useLazyDialog(async () => (await import("./shortcuts-dialog.tsx")).ShortcutsDialog);
  useShellKeys(property?.id, page, () => void keys.open());
  return (
    <div class="shell">
      <a class="skip" href="#main">
        {t("Skip to content")}
      </a>
      <header class="top">
        <PropertySwitcher me={me} property={property} />
        {property && (
          <nav class="main-nav" aria-label={t("Main")}>
            <MainLink icon="inbox" href={href.inbox(property.id)} here={page === "inbox"} unread={unread}>
              {t("Inbox")}
            </MainLink>
            <MainLink icon="eye" href={href.visitors(property.id)} here={page === "visitors"}>
              {t("Visitors")}
            </MainLink>
            <MainLink icon="people" href={href.contacts(property.id)} here={CONTACT_PAGES.has(page)}>
              {t("Contacts")}
            </MainLink>
            <MainLink icon="reports" href={href.reports(property.id)} here={page === "reports"}>
              {t("Reports")}
            </MainLink>
            <MainLink icon="settings" href={href.settings(property.id)} here={page === "settings"}>
              {t("Settings")}
            </MainLink>
          </nav>
        )}
        <div class="top-end">
          <PresenceSwitch property={property?.id ?? null} />
          <AccountMenu me={me} />
        </div>
      </header>
      <ReachBanner />
      {children}
      {keys.Dialog && <keys.Dialog onClose={keys.close} />}
    </div>
  );
}

/** The keyboard shortcuts that work on every screen. */
function useShellKeys(property: string | undefined, page: Route["page"], help: () => void): void {
  const { memory } = useServices();
  const { route } = useLocation();
  const go = (address: (property: string) => string) => () => {
    if (property) route(address(property));
  };
  useShortcuts({
    "?": help,
    // the list of contacts and the inbox have a search of their own
    ...(page !== "contacts" &&
      page !== "inbox" && {
        "/": go((id) => {
          memory.set(FOCUS_SEARCH, true);
          return href.contacts(id);
        }),
      }),
    "g i": go((id) => href.inbox(id)),
    "g v": go(href.visitors),
    "g c": go((id) => href.contacts(id)),
    "g r": go((id) => href.reports(id)),
    "g s": go((id) => href.settings(id)),
  });
}

interface MainLinkProps {
  readonly icon: IconName;
  readonly href: string;
  readonly here: boolean;
  readonly unread?: number;
  readonly children: string;
}

function MainLink({ icon, href, here, unread = 0, children }: MainLinkProps) {
  return (
    <a href={href} aria-current={here ? "page" : undefined}>
      <Icon name={icon} />
      <span>{children}</span>
      {unread > 0 && (
        <span class="count">
          {limitedCount(unread)}
          <span class="unseen"> {t("unread")}</span>
        </span>
      )}
    </a>
  );
}

/** The banner while the server cannot be reached. It disappears after the next successful request. */
function ReachBanner() {
  const { reached } = useServices();
  return (
    <div role="status">
      {!reached.value && (
        <p class="banner">
          <Icon name="cut" />
          {t("The server cannot be reached. This page may be out of date. Trying again every few seconds.")}
        </p>
      )}
    </div>
  );
}
