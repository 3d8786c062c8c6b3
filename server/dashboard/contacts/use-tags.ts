import { useServices } from "../app/services.tsx";
import { readyOr } from "../data/loadable.ts";
import { useLoad } from "../data/use-load.ts";

/** The tags of a property, with a function that finds or creates a tag by its name. */
export function useTags(property: string) {
  const { api } = useServices();
  const { loaded, reload, retry } = useLoad(property, async () => (await api.tags(property)).items);
  const items = readyOr(loaded, []);
  return {
    loaded,
    items,
    reload,
    retry,
    /** The ID of the tag with this name. The tag is created if it does not exist. */
    async findOrCreate(name: string): Promise<string> {
      const wanted = name.trim();
      const known = items.find((tag) => tag.name.toLowerCase() === wanted.toLowerCase());
      if (known) return known.id;
      const { id } = await api.createTag(property, wanted);
      void reload();
      return id;
    },
  };
}
