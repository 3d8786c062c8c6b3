import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Me, PropertyOfMe } from "../../../../shared/account.ts";
import { SelectedConversation } from "../../inbox/conversation/lazy-selected-conversation.ts";
import { lazyPart, lazyScreen } from "../lazy-screen.tsx";
import { href, type SignedInRoute } from "../routes.ts";
import { useServices } from "../services.tsx";
import { Shell } from "./shell.tsx";
import { useLiveInbox } from "./use-live-inbox.ts";

const AccountScreen = lazyScreen(
  async () => (await import("../../accounts/account-screen.tsx")).AccountScreen,
);
const NoProperty = lazyScreen(async () => (await import("./no-property.tsx")).NoProperty);
const Nowhere = lazyPart(async () => (await import("./nowhere.tsx")).Nowhere);
const ContactScreen = lazyScreen(async () => (await import("../../contacts/contact.tsx")).ContactScreen);
const ContactsScreen = lazyScreen(async () => (await import("../../contacts/contacts.tsx")).ContactsScreen);
const DuplicatesScreen = lazyScreen(
  async () => (await import("../../contacts/merge/duplicates.tsx")).DuplicatesScreen,
);
const MergeScreen = lazyScreen(async () => (await import("../../contacts/merge/merge.tsx")).MergeScreen);
const NewContactScreen = lazyScreen(
  async () => (await import("../../contacts/new-contact.tsx")).NewContactScreen,
);
const NotificationsScreen = lazyScreen(
  async () => (await import("../../accounts/notifications.tsx")).NotificationsScreen,
);
const OrganizationScreen = lazyScreen(
  async () => (await import("../../contacts/organizations/organization.tsx")).OrganizationScreen,
);
const OrganizationsScreen = lazyScreen(
  async () => (await import("../../contacts/organizations/organizations.tsx")).OrganizationsScreen,
);
const ImportScreen = lazyScreen(async () => (await import("../../imports/import-screen.tsx")).ImportScreen);
const InboxScreen = lazyScreen(async () => (await import("../../inbox/inbox.tsx")).InboxScreen);
const ReportsScreen = lazyScreen(async () => (await import("../../reports/reports.tsx")).ReportsScreen);
const SettingsScreen = lazyScreen(async () => (await import("../../settings/settings.tsx")).SettingsScreen);
const VisitorsScreen = lazyScreen(async () => (await import("../../visitors/visitors.tsx")).VisitorsScreen);

/** Loads the code of all screens, so that each opens without a delay. */
export async function preloadScreens(): Promise<void> {
  const screens = [
    AccountScreen,
    ContactScreen,
    ContactsScreen,
    DuplicatesScreen,
    MergeScreen,
    NewContactScreen,
    NotificationsScreen,
    OrganizationScreen,
    OrganizationsScreen,
    ImportScreen,
    InboxScreen,
    SelectedConversation,
    SettingsScreen,
    VisitorsScreen,
  ];
  await Promise.all(screens.map(({ preload }) => preload()));
}

/** The delay after the first screen is shown until the code of the others is loaded, in milliseconds. */
const PRELOAD_DELAY = 5_000;

const LAST = "foyer.property";

/** The property in the address, or else the one that was open last. */
function propertyOf(me: Me, route: SignedInRoute, last: string | null): PropertyOfMe | undefined {
  if ("property" in route) return me.properties.find((property) => property.id === route.property);
  return me.properties.find((property) => property.id === last) ?? me.properties[0];
}

/** The screens of one property, inside the shell. */
export function PropertyScreens({ me, route }: { me: Me; route: SignedInRoute }) {
  const { presence, preferences, after } = useServices();
  const { route: go } = useLocation();
  const property = propertyOf(me, route, preferences.getItem(LAST));
  useLiveInbox(property?.id, me.agent.id);

  useEffect(
    // a screen that could not be loaded now is loaded when it is opened
    () => after(PRELOAD_DELAY, () => void preloadScreens().catch(() => undefined)),
    [after],
  );
  useEffect(() => {
    const stop = presence.start();
    // browsers slow the timers of background pages, so a page that becomes visible sends a heartbeat at once
    const onVisible = () => {
      if (document.visibilityState === "visible") void presence.sendHeartbeat();
    };
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      document.removeEventListener("visibilitychange", onVisible);
      stop();
    };
  }, [presence]);
  useEffect(() => {
    if (!property) return;
    preferences.setItem(LAST, property.id);
    if (route.page === "home") go(href.inbox(property.id), true);
  }, [property?.id, route.page]);

  const isAccount = route.page === "account";
  if (!me.properties.length && !isAccount) return <NoProperty me={me} />;
  return (
    <Shell me={me} property={property} page={route.page}>
      {isAccount ? (
        <AccountScreen me={me} />
      ) : property && route.page !== "not-found" ? (
        <Screen me={me} property={property} route={route} />
      ) : (
        <main class="centre" id="main" tabIndex={-1}>
          <Nowhere me={me} />
        </main>
      )}
    </Shell>
  );
}

function Screen({ me, property, route }: { me: Me; property: PropertyOfMe; route: SignedInRoute }) {
  switch (route.page) {
    case "inbox":
      return <InboxScreen key={property.id} me={me} property={property} route={route} />;
    case "visitors":
      return <VisitorsScreen key={property.id} property={property} />;
    case "reports":
      return <ReportsScreen key={property.id} property={property} period={route.period} />;
    case "contacts":
      return <ContactsScreen key={property.id} property={property} filter={route.filter} />;
    case "contact":
      return <ContactScreen key={route.contact} me={me.agent.id} property={property} id={route.contact} />;
    case "new-contact":
      return <NewContactScreen key={property.id} property={property} />;
    case "notifications":
      return <NotificationsScreen me={me} property={property.id} />;
    case "duplicates":
      return <DuplicatesScreen key={property.id} property={property} />;
    case "merge":
      return <MergeScreen key={property.id} property={property} contacts={route.contacts} />;
    case "organizations":
      return <OrganizationsScreen key={property.id} property={property} search={route.search} />;
    case "organization":
      return <OrganizationScreen key={route.organization} property={property} id={route.organization} />;
    case "import":
      return <ImportScreen key={property.id} property={property} place={route} />;
    case "settings":
      return <SettingsScreen key={property.id} me={me} property={property} place={route} />;
    default:
      return <main class="centre" id="main" tabIndex={-1} aria-busy="true" />;
  }
}
