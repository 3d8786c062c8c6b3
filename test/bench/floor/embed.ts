/** The address of the widget's embed, for the one request that registers the visit. The bench writes it. */
declare const __EMBED__: string;
/** The files to load, in the order in which they are needed: the form, its texts, the fields, and the rest. The bench writes it. */
declare const __FILES__: readonly [form: string, texts: string, fields: string, ...rest: string[]];

interface FormModule {
  default(root: ShadowRoot): void;
}

const root = document.documentElement
  .appendChild(document.createElement("foyer-chat"))
  .attachShadow({ mode: "open" });
const button = root.appendChild(document.createElement("button"));
button.ariaLabel = "Open chat";
button.style.cssText = "position:fixed;bottom:20px;right:20px;padding:26px;border-radius:50%";
const [form, texts, fields, ...rest] = __FILES__;

let loading: Promise<[FormModule, ...unknown[]]> | undefined;
const load = () => {
  loading ??= Promise.all([
    import(/* @vite-ignore */ form),
    import(/* @vite-ignore */ texts),
    import(/* @vite-ignore */ fields),
  ]);
  return loading;
};
button.onpointerenter = load;
button.onclick = async () => {
  const [{ default: draw }] = await load();
  draw(root);
  for (const file of rest) await import(/* @vite-ignore */ file);
};

const register = () =>
  fetch(__EMBED__.replace(".js", "/visits"), {
    method: "POST",
    body: JSON.stringify({
      visitor: `V${String(Math.random()).slice(2).padEnd(16, "0").slice(0, 16)}`,
      proof: "0".repeat(32),
      page: location.href,
      referrer: document.referrer,
      language: navigator.language,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      screen: `${screen.width}x${screen.height}`,
    }),
  }).then((answer) => answer.json());
setTimeout(requestIdleCallback, 1_000, register);
