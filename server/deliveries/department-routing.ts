import type { AgentName } from "../../shared/conversation.ts";
import type { FormDraft } from "../../shared/form.ts";
import { findMember } from "../accounts/store.ts";
import { findExistingTags } from "../conversations/tickets/conversation-tags.ts";
import type { Tx } from "../platform/database/open.ts";
import type { KnownProperty } from "../properties/store.ts";
import type { SubmissionEntry } from "./read-delivery.ts";

/** The agent and the tags that the conversation of a submission gets. */
export interface Routing {
  readonly assignee: AgentName | null;
  readonly tags: readonly string[];
}

/**
 * The IDs of the agent and the tags that the chosen departments name, by the settings of today: the visitor may have
 * answered an earlier version of the form. Of several agents, the one of the first department. Pure.
 */
export function routeOf(
  { settings }: Pick<KnownProperty, "settings">,
  { delivery, answers }: Pick<SubmissionEntry, "delivery" | "answers">,
): { readonly assignee: string | undefined; readonly tags: readonly string[] } {
  const chosen = currentDraft(settings, delivery.form).flatMap(({ id, type, options }) =>
    type === "department" ? (options?.filter((option) => option.id === answers[id]) ?? []) : [],
  );
  const tags = [...new Set(chosen.flatMap(({ tag }) => tag ?? []))];
  return { assignee: chosen.find(({ assignee }) => assignee)?.assignee, tags };
}

function currentDraft(settings: KnownProperty["settings"], form: string): FormDraft["fields"] {
  if (form === "pre_chat") return settings.preChatForm.fields;
  if (form === "offline") return settings.offlineForm.fields;
  return settings.namedForms.find(({ key }) => key === form)?.form.fields ?? [];
}

/**
 * Loads the agents and tags that submissions name. An agent who has left the team, and a tag that was deleted, count as
 * none. Without departments nothing is read.
 *
 * @returns a function that gives the routing of one of the submissions
 */
export async function loadRoutings(
  tx: Tx,
  property: KnownProperty,
  entries: readonly SubmissionEntry[],
): Promise<(entry: SubmissionEntry) => Routing> {
  const routes = new Map(entries.map((entry) => [entry, routeOf(property, entry)]));
  const members = new Map<string, AgentName | null>();
  for (const { assignee } of routes.values())
    if (assignee && !members.has(assignee))
      members.set(assignee, await findMember(tx, property.id, assignee));
  const tags = await findExistingTags(
    tx,
    property.id,
    [...routes.values()].flatMap((route) => route.tags),
  );
  return (entry) => {
    const route = routes.get(entry);
    return {
      assignee: (route?.assignee && members.get(route.assignee)) || null,
      tags: route?.tags.filter((tag) => tags.has(tag)) ?? [],
    };
  };
}
