import type { AgentName } from "../../shared/conversation.ts";
import type { FormDraft } from "../../shared/form.ts";
import { findMember } from "../accounts/store.ts";
import { findExistingTags } from "../conversations/tickets/conversation-tags.ts";
import type { Tx } from "../platform/database/open.ts";
import { draftsOf } from "../properties/form-version.ts";
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
  property: Pick<KnownProperty, "settings" | "forms">,
  { delivery, answers }: Pick<SubmissionEntry, "delivery" | "answers">,
): { readonly assignee: string | undefined; readonly tags: readonly string[] } {
  const fields = draftFor(property, delivery)?.fields ?? [];
  const chosen = fields.flatMap(({ id, type, options }) =>
    type === "department" ? (options?.filter((option) => option.id === answers[id]) ?? []) : [],
  );
  const tags = [...new Set(chosen.flatMap(({ tag }) => tag ?? []))];
  return { assignee: chosen.find(({ assignee }) => assignee)?.assignee, tags };
}

/** The draft of the version that the visitor saw, or of the form as it is today. */
function draftFor(
  { settings, forms }: Pick<KnownProperty, "settings" | "forms">,
  { form, version }: Pick<SubmissionEntry["delivery"], "form" | "version">,
): FormDraft | undefined {
  const isSecond = forms.get(form)?.compared?.form.version === version;
  return isSecond
    ? settings.comparisons.find((one) => one.form === form)?.second
    : draftsOf(settings).get(form);
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
