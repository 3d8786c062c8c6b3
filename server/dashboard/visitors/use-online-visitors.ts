import { useEffect } from "preact/hooks";
import { remembered, useServices } from "../app/services.tsx";
import { createSite } from "./online-visitors.ts";

/** How often the list is asked for where nobody brings it, in milliseconds. */
const ASK_AGAIN = 30_000;

/** Who is on a property's site, kept up to date while somebody looks. */
export function useSite(property: string) {
  const { api, memory, live, after } = useServices();
  const site = remembered(memory, `site ${property}`, () => createSite(api, property, after));
  const connected = live.connected.value;
  useEffect(() => {
    const stop = live.on(site.take);
    live.watchSite(property);
    return () => {
      stop();
      live.watchSite(null);
    };
  }, [live, site, property]);
  useEffect(() => {
    let cancel: () => void = () => undefined;
    const ask = () => {
      void site.load();
      // with the line up this only finds who left without a word
      cancel = after(connected ? 4 * ASK_AGAIN : ASK_AGAIN, ask);
    };
    ask();
    return () => cancel();
  }, [site, connected, after]);
  return { ...site.state.value, load: site.load };
}
