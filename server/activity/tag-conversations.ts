import type { Deps } from "../deps.ts";
import type { PropertyStore } from "../properties/store.ts";
import { applyPageTags } from "./page-tags.ts";

interface TaggingDeps extends Pick<Deps, "database" | "bus" | "log" | "now" | "random"> {
  readonly properties: PropertyStore;
}

/**
 * Gives each conversation that a visitor begins the tags that the page has given the visitor before. One that a killed process
 * leaves out gets them with the visitor's next batch that names a tag.
 *
 * @returns stops it
 */
export function startTaggingConversations(deps: TaggingDeps): () => void {
  return deps.bus.on((event) => {
    if (event.kind !== "conversation" || !event.visitor || !event.steps.includes("opened")) return;
    tagConversation(deps, event.property, event.visitor.id).catch((err: unknown) =>
      deps.log.error(
        { err, conversation: event.summary.id },
        "could not give a conversation the page's tags",
      ),
    );
  });
}

async function tagConversation(deps: TaggingDeps, id: string, visitor: string): Promise<void> {
  const tagged = await deps.database.read
    .selectFrom("page_tags")
    .select("tag_id")
    .where("property_id", "=", id)
    .where("visitor_id", "=", visitor)
    .limit(1)
    .executeTakeFirst();
  const property = tagged && (await deps.properties.find(id));
  if (property) await deps.database.write((tx) => applyPageTags(tx, deps, { property, visitor }));
}
