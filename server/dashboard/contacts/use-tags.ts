import { useServices } from "../app/services.tsx";
import { readyOr } from "../data/loadable.ts";
import { useLoad } from "../data/use-load.ts";

/** The property's tags, and the way to find or make the one with a name. */
export function useTags(property: string) {
  const { api } = useServices();
  const { loaded, reload, retry } = useLoad(property, async () => (await api.tags(property)).items);
  const items = readyOr(loaded, []);
  return {
    loaded,
    items,
    reload,
    retry,
    /** The ID of the tag with this name, which is made if there is none. */
    async named(name: string): Promise<string> {
      const wanted = name.trim();
      const known = items.find((tag) => tag.name.toLowerCase() === wanted.toLowerCase());
      if (known) return known.id;
      const { id } = await api.createTag(property, wanted);
      void reload();
      return id;
    },
  };
}
