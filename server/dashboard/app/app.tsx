import { useEffect, useLayoutEffect } from "preact/hooks";
import { LocationProvider, useLocation } from "preact-iso";
import { SignInScreen } from "../accounts/sign-in.tsx";
import { LeaveDialog } from "../ui/leave-dialog.tsx";
import { NoticeList } from "../ui/notice-list.tsx";
import { LoadError } from "../ui/states.tsx";
import { useFaultFocus } from "../ui/use-fault-focus.ts";
import { lazyPart, lazyScreen } from "./lazy-screen.tsx";
import { href, parseRoute, ROOT, type SignedInRoute } from "./routes.ts";
import { type Services, ServicesProvider, useServices } from "./services.tsx";

const SignedOutScreen = lazyScreen(
  async () => (await import("../accounts/signed-out-screen.tsx")).SignedOutScreen,
);
const TwoFactorRequiredScreen = lazyScreen(
  async () => (await import("../accounts/two-factor-required.tsx")).TwoFactorRequiredScreen,
);
const SignInAgain = lazyPart(async () => (await import("../accounts/sign-in-again.tsx")).SignInAgain);
const PropertyScreens = lazyScreen(
  async () => (await import("./shell/property-screens.tsx")).PropertyScreens,
);

/** Loads the code of all screens that are loaded on demand. */
export async function preloadApp(): Promise<void> {
  const { preloadScreens } = await import("./shell/property-screens.tsx");
  await Promise.all([
    SignedOutScreen.preload(),
    TwoFactorRequiredScreen.preload(),
    SignInAgain.preload(),
    PropertyScreens.preload(),
    preloadScreens(),
  ]);
}

/** The root component of the dashboard. */
export function App({ services }: { services: Services }) {
  useFaultFocus();
  return (
    <ServicesProvider services={services}>
      <LocationProvider scope={ROOT}>
        <ScrollToTop />
        <Screens />
      </LocationProvider>
      <LeaveDialog />
      <NoticeList />
    </ServicesProvider>
  );
}

/**
 * Shows a new screen from its top: in a low window the page itself scrolls. It stands before the screens, so that a
 * screen can scroll after it.
 */
function ScrollToTop() {
  const { path } = useLocation();
  useLayoutEffect(() => scrollTo(0, 0), [path]);
  return null;
}

function Screens() {
  const { url } = useLocation();
  const { guard } = useServices();
  useEffect(() => guard.at(location.href), [url, guard]);
  const route = parseRoute(url);
  switch (route.page) {
    case "sign-in":
      return <SignInScreen next={route.next} />;
    case "setup":
    case "forgotten-password":
    case "new-password":
    case "invitation":
      return <SignedOutScreen route={route} />;
    default:
      return <SignedIn route={route} />;
  }
}

/** The screens that need a signed-in agent. Others are sent to the sign-in page, which leads back here. */
function SignedIn({ route }: { route: SignedInRoute }) {
  const { language, session } = useServices();
  const { url, route: go } = useLocation();
  const { value } = session.state;

  useEffect(() => {
    if (value.kind === "unknown") {
      void session.load();
      // preloads the code; a screen that cannot be loaded shows the error itself
      void PropertyScreens.preload().catch(() => undefined);
    }
    // a page that is reloaded for the code of a later version would lose what the agent was writing
    if (value.kind === "in") void SignInAgain.preload().catch(() => undefined);
    if (value.kind === "out") go(href.signIn(route.page === "home" ? null : url), true);
  }, [value.kind]);
  const choice = "me" in value ? value.me.agent.language : undefined;
  useEffect(() => {
    if (choice !== undefined) void language.follow(choice);
  }, [choice, language]);

  if (value.kind === "failed")
    return (
      <main class="centre">
        <LoadError failure={value.failure} retry={() => void session.load()} />
      </main>
    );
  if (!("me" in value) || language.shown.value === undefined) return <main class="centre" aria-busy="true" />;
  const { me } = value;
  const expired = value.kind === "expired";
  return (
    <>
      <div class="signed-in" inert={expired}>
        {me.agent.twoFactor === "required" ? (
          <TwoFactorRequiredScreen me={me} />
        ) : (
          <PropertyScreens key={me.agent.id} me={me} route={route} />
        )}
      </div>
      {expired && <SignInAgain me={me} />}
    </>
  );
}
