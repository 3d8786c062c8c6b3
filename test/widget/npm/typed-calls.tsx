/** @jsxImportSource react */
// The compiler is the test: calls that are right compile, and each wrong one does not. It is compiled against the sources with
// the rest, and against the packed package by test/budgets/package.test.ts.
import { attach, type BootOptions, boot, type Diagnosis, foyer } from "foyer-chat";
import { installChatwoot } from "foyer-chat/compat/chatwoot";
import { installCrisp } from "foyer-chat/compat/crisp";
import { installIntercom } from "foyer-chat/compat/intercom";
import { installTawk } from "foyer-chat/compat/tawk";
import { loadForms } from "foyer-chat/forms";
import { Foyer, useFoyer } from "foyer-chat/react";
import { foyer as action, available, unread } from "foyer-chat/svelte";
import { FoyerPlugin, useFoyer as useVueFoyer } from "foyer-chat/vue";
import { createApp } from "vue";

const options: BootOptions = { server: "https://chat.example.com", property: "k3v9x0q2ab" };

export function rightCalls(element: Element): unknown[] {
  const handle = boot({
    ...options,
    language: "pt-BR",
    consent: "required",
    position: "left",
    theme: "auto",
  });
  handle.open();
  handle("open");
  handle("start", { message: "Hello", department: "sales" });
  handle.identify({
    user_id: 7,
    name: "Ada",
    attributes: { plan: "pro", seats: 4, trial: false, note: null },
  });
  handle.identify("a.signed.token");
  handle.set({ plan: "pro", seats: 4, trial: null });
  handle.track("checkout", { total: 12.5 });
  handle.tag("vip", "beta");
  handle.prefill({ email: "ada@example.com", topics: ["billing"], newsletter: true });
  handle.theme({ scheme: "dark", accent: "#0f5b4c", offset: { y: 80 } });
  handle.launcher(null);
  const removers: (() => void)[] = [
    handle.on("delivered", ({ detail }) => [detail.id.length, detail.ticket?.toFixed()]),
    handle.on("message", ({ detail: { author, agent } }) => author === "agent" && agent?.name.trim()),
    handle.on("open", ({ detail }: CustomEvent<null>) => detail),
    foyer.on("error", ({ detail }) => [detail.command === "theme", detail.code, detail.detail]),
    attach(options),
  ];
  const isAvailable: boolean | null = foyer.available();
  const diagnosis: Promise<Diagnosis> = foyer.doctor();
  const app = createApp({}).use(FoyerPlugin, options);
  const svelte = [action(element, options).destroy, unread.subscribe((count) => count.toFixed())];
  return [...removers, isAvailable, diagnosis, app, useVueFoyer().visitor(), svelte, available];
}

export async function rightForms(element: Element): Promise<unknown[]> {
  const forms = await loadForms(options);
  const mounted = forms?.mountForm(element, { form: "contact", prefill: { email: "ada@example.com" } });
  const headless = forms?.createForm({ form: "contact", language: "de" });
  const ids: readonly string[] = headless?.fields().map(({ id }) => id) ?? [];
  headless?.set("topics", ["billing"]);
  const vendors = [installTawk, installChatwoot, installIntercom, installCrisp].map((install) =>
    install(options),
  );
  return [mounted?.on("delivered", ({ detail }) => detail.ticket?.toFixed()), ids, vendors];
}

export async function wrongForms(element: Element): Promise<void> {
  const forms = await loadForms(options);
  // @ts-expect-error null on a server
  forms.createForm({ form: "contact" });
  // @ts-expect-error no form is named
  forms?.mountForm(element, {});
  // @ts-expect-error no such event
  forms?.mountForm(element, { form: "contact" }).on("sent", () => undefined);
  // @ts-expect-error no property
  installTawk({ server: "https://chat.example.com" });
}

export function RightElements() {
  const { open } = useFoyer();
  return (
    <>
      <Foyer {...options} identity={null} onUnread={({ detail }) => detail.count} onReady={() => open()} />
      <Foyer {...options} identity={{ user_id: "7", user_hash: "00" }} language="de" onOpen={undefined} />
    </>
  );
}

export function wrongCalls(): void {
  // @ts-expect-error the property is missing
  boot({ server: "https://chat.example.com" });
  // @ts-expect-error no such theme
  boot({ ...options, theme: "sepia" });
  // @ts-expect-error no such option
  boot({ ...options, colour: "red" });
  // @ts-expect-error no such command
  foyer.explode();
  // @ts-expect-error no such command by its name
  boot(options)("explode");
  // @ts-expect-error a command's arguments by its name
  boot(options)("consent", "maybe");
  // @ts-expect-error an attribute is no object
  foyer.set({ address: { city: "Galway" } });
  // @ts-expect-error neither a token nor details
  foyer.identify(7);
  // @ts-expect-error no such detail
  foyer.identify({ user_id: 7, age: 30 });
  // @ts-expect-error no such event
  foyer.on("opened", () => undefined);
  // @ts-expect-error the event `open` has no detail
  foyer.on("open", ({ detail }) => detail.id);
  // @ts-expect-error a text for a list
  foyer.tag(["vip"]);
  // @ts-expect-error a radius is a number
  foyer.theme({ radius: "8px" });
  // @ts-expect-error the answer may be null: it is not known yet
  const isAvailable: boolean = foyer.available();
  // @ts-expect-error a listener for what is no event
  <Foyer {...options} onOpened={() => isAvailable} />;
  // @ts-expect-error the server is missing
  <Foyer property="k3v9x0q2ab" />;
  // @ts-expect-error the plugin needs its options
  createApp({}).use(FoyerPlugin);
}
