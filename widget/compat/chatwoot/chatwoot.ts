import { attempt, createReport, type ReportMissing } from "../base/report.ts";
import type { StartFoyer } from "../base/start-foyer.ts";
import { attributesOf, keyOf, languageOf, textOf, valuesOf } from "../base/values.ts";
import { controlWidget } from "../base/widget.ts";
import { ChatwootError, readSettings, readUser, required, schemeOf, toMessage } from "./read-chatwoot.ts";

/** The globals of the page before and after the script. */
interface ChatwootPage {
  readonly chatwootSettings?: unknown;
  chatwootSDK?: { run(options?: unknown): void };
  $chatwoot?: Record<string, unknown>;
}

/** Emits an event of Chatwoot at the window. */
const emit = (name: string, detail?: unknown) =>
  window.dispatchEvent(new CustomEvent(`chatwoot:${name}`, { detail }));

/** A function of `$chatwoot`. */
type Method = (...args: readonly unknown[]) => void;

/** The functions, each of which throws Chatwoot's errors and no others. */
const guarded = (methods: Readonly<Record<string, Method>>, report: ReportMissing) =>
  Object.fromEntries(
    Object.entries(methods).map(([name, method]) => [
      name,
      (...args: readonly unknown[]) => {
        try {
          method(...args);
        } catch (error) {
          if (error instanceof ChatwootError) throw error;
          report(`${name} (${error})`);
        }
      },
    ]),
  );

/**
 * Makes `window.$chatwoot`, and loads the widget. Its functions throw where Chatwoot's do, and only there.
 *
 * @param options of `chatwootSDK.run`: the `websiteToken` is the key of the property
 */
export function createChatwoot(start: StartFoyer, options: unknown, given: unknown): Record<string, unknown> {
  const report = createReport("$chatwoot");
  const { websiteToken, baseUrl } = valuesOf(options);
  const { look, hidesLauncher, missing } = readSettings(given, navigator.language);
  const foyer = start(look, { property: websiteToken, server: baseUrl });
  const widget = controlWidget(foyer);
  for (const name of missing) report(`settings.${name}`);
  if (hidesLauncher) widget.hideLauncher();
  /** The arguments of the last `setUser`, as JSON. */
  let told = "";
  /** The conversation of the last message. */
  let conversation = "";

  foyer.on("ready", () => {
    chatwoot.hasLoaded = true;
    emit("ready");
  });
  foyer.on("open", () => {
    chatwoot.isOpen = true;
    emit("opened");
  });
  foyer.on("close", () => {
    chatwoot.isOpen = false;
    emit("closed");
  });
  foyer.on("unread", ({ detail }) =>
    emit("on-unread-message-count-changed", { unreadMessageCount: detail.count }),
  );
  foyer.on("message", ({ detail }) => {
    const hasConversation = conversation !== "";
    if (detail.conversation !== conversation && detail.author === "visitor")
      emit("on-start-conversation", { hasConversation });
    conversation = detail.conversation;
    emit("on-message", toMessage(detail));
  });
  foyer.on("error", ({ detail }) => emit("error", detail));

  const setAttributes = (values: unknown) =>
    foyer.set(required(attributesOf(values), "Custom attributes should have atleast one key"));
  const deleteAttribute = (name: unknown) =>
    foyer.set({ [keyOf(required(textOf(name), "Custom attribute is required"))]: null });
  const withLabel = (change: (label: string) => void) => (label: unknown) => {
    const text = textOf(label);
    if (text) change(text);
  };

  const methods: Readonly<Record<string, Method>> = {
    toggle(state) {
      if (state === "open") widget.open();
      else if (state === "close") widget.close();
      else widget.toggle();
    },
    toggleBubbleVisibility(state) {
      if (state === "hide") widget.hideLauncher();
      else if (state === "show") widget.show();
    },
    popoutChatWindow() {
      report("popoutChatWindow");
      widget.open();
    },
    setUser(identifier, user) {
      const { who, attributes } = readUser(identifier, user);
      const telling = JSON.stringify([who, attributes]);
      if (telling === told) return;
      told = telling;
      Object.assign(chatwoot, { identifier, user });
      foyer.identify(who);
      if (attributes) foyer.set(attributes);
      if (valuesOf(user).avatar_url) report("setUser avatar_url");
      if (valuesOf(user).social_profiles) report("setUser social_profiles");
    },
    setCustomAttributes: setAttributes,
    deleteCustomAttribute: deleteAttribute,
    setConversationCustomAttributes: setAttributes,
    deleteConversationCustomAttribute: deleteAttribute,
    setLabel: withLabel((label) => foyer.tag(label)),
    removeLabel: withLabel((label) => foyer.untag(label)),
    setLocale(locale) {
      const language = languageOf(locale);
      if (language) foyer.language(language);
    },
    setColorScheme(scheme) {
      const known = schemeOf(scheme);
      if (known) foyer.theme({ scheme: known });
    },
    reset() {
      told = "";
      conversation = "";
      Object.assign(chatwoot, { identifier: undefined, user: undefined, resetTriggered: true });
      widget.close();
      foyer.logout();
    },
  };
  const chatwoot: Record<string, unknown> = {
    ...valuesOf(given),
    baseUrl,
    websiteToken,
    hasLoaded: false,
    isOpen: false,
    resetTriggered: false,
    identifier: undefined,
    user: undefined,
    ...guarded(methods, report),
  };
  return chatwoot;
}

/**
 * Installs `window.chatwootSDK`, whose `run` installs `window.$chatwoot` and loads the widget, once.
 *
 * @param isRunning the page has the widget already, and calls no `run`
 */
export function installChatwoot(start: StartFoyer, isRunning = false): void {
  const page = window as ChatwootPage;
  const report = createReport("chatwootSDK");
  page.chatwootSDK = {
    run(options) {
      if (page.$chatwoot) return;
      page.$chatwoot =
        attempt(report, "run", () => createChatwoot(start, options, page.chatwootSettings)) ?? {};
    },
  };
  if (isRunning) page.chatwootSDK.run();
}
