import { useEffect } from "preact/hooks";
import { remembered, useServices } from "../app/services.tsx";
import { createOnlineVisitorList } from "./online-visitors.ts";

/** How often the list is reloaded without a live connection, in milliseconds. */
const RELOAD = 30_000;
/** With one, a reload only finds the visitors who left without the server's notice. */
const RELOAD_CONNECTED = 4 * RELOAD;

/** The visitors on a property's site, updated for as long as the component is mounted. */
export function useOnlineVisitors(property: string) {
  const { api, memory, live, after } = useServices();
  const list = remembered(memory, `site ${property}`, () => createOnlineVisitorList(api, property, after));
  const connected = live.connected.value;
  useEffect(() => {
    const stop = live.on(list.handleFrame);
    live.watchSite(property);
    return () => {
      stop();
      live.watchSite(null);
    };
  }, [live, list, property]);
  useEffect(() => {
    let cancel: () => void = () => undefined;
    const reload = () => {
      void list.load();
      cancel = after(connected ? RELOAD_CONNECTED : RELOAD, reload);
    };
    reload();
    return () => cancel();
  }, [list, connected, after]);
  return { loaded: list.state.value, load: list.load };
}
