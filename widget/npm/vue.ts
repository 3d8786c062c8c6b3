import { type App, getCurrentScope, onScopeDispose } from "vue";
import type { FoyerCommands } from "../api/foyer.ts";
import { attach, foyer } from "./index.ts";
import type { BootOptions } from "./options.ts";

/** The plugin: `app.use(FoyerPlugin, { server, property })` adds the widget until the app is unmounted. */
export const FoyerPlugin = {
  install(app: App, options: BootOptions): void {
    const release = attach(options);
    // `app.onUnmount` is missing before Vue 3.5
    const { unmount } = app;
    app.unmount = () => {
      release();
      unmount();
    };
  },
};

/** The commands of the widget. Listeners that a component adds with `on` are removed with the component. */
export const useFoyer = (): FoyerCommands => ({
  ...foyer,
  on(event, listener) {
    const remove = foyer.on(event, listener);
    if (getCurrentScope()) onScopeDispose(remove);
    return remove;
  },
});
