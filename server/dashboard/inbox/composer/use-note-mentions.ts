import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { AgentName } from "../../../../shared/conversation.ts";
import { useServices } from "../../app/services.tsx";
import { useMentions } from "../../contacts/profile/use-mentions.ts";

/** Suggests agents while a mention is typed in a note. The team is loaded with the first note. */
export function useNoteMentions(
  property: string,
  isNote: boolean,
  field: RefObject<HTMLTextAreaElement | null>,
  setText: (text: string) => void,
) {
  const { api } = useServices();
  const [agents, setAgents] = useState<readonly AgentName[]>([]);
  useEffect(() => {
    if (!isNote) return;
    api.team(property).then(
      (team) => setAgents(team.agents),
      // without the team, a mention can be typed as well
      () => undefined,
    );
  }, [property, isNote]);
  return useMentions(field, setText, isNote ? agents : []);
}
