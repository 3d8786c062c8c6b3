import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { href } from "../../app/routes.ts";
import { useServices } from "../../app/services.tsx";
import { useAction } from "../../data/use-action.ts";
import { useActionWithNotice } from "../../data/use-action-with-notice.ts";
import { t, withElements } from "../../i18n/translate.ts";
import { TextField } from "../../ui/field.tsx";
import { Form } from "../../ui/form.tsx";
import { ticketCalls } from "./ticket-calls.ts";
import type { TicketPartProps } from "./ticket-part-props.ts";

/** Joins a ticket into another one, given by its number, and opens that one. A notice offers to undo it. */
export function JoinTicket({ property, conversation, apply, onClose }: TicketPartProps) {
  const { api, notices } = useServices();
  const { route } = useLocation();
  const runWithNotice = useActionWithNotice();
  const calls = ticketCalls(api);
  const [typed, setTyped] = useState("");
  const number = Number(/^#?(\d{1,9})$/.exec(typed.trim())?.[1] ?? Number.NaN);
  const join = useAction(async () => {
    const other = await calls.find(property, number);
    apply(await calls.join(property, conversation.id, other.id));
    onClose();
    route(href.inbox(property, "all", other.id));
    notices.say(
      t("Ticket #{number} was joined into #{other}.", {
        number: conversation.ticket?.number ?? "",
        other: number,
      }),
      {
        action: {
          label: t("Undo"),
          act: () => void runWithNotice(async () => apply(await calls.separate(property, conversation.id))),
        },
      },
    );
  });
  return (
    <Form
      act={t("Join")}
      icon="merge"
      busy={join.busy}
      disabled={Number.isNaN(number)}
      failure={join.failure}
      onSubmit={() => void join.run()}
    >
      <TextField
        label={t("Join into ticket number")}
        hint={t("This ticket is closed, and its messages are shown in the other one. This can be undone.")}
        value={typed}
        maxLength={10}
        onInput={setTyped}
      />
    </Form>
  );
}

/** Says that a ticket was joined into another one, and undoes that. */
export function SeparateTicket({
  property,
  conversation,
  into,
  apply,
  onClose,
}: TicketPartProps & { into: string }) {
  const { api } = useServices();
  const separate = useAction(async () => {
    apply(await ticketCalls(api).separate(property, conversation.id));
    onClose();
  });
  return (
    <Form
      act={t("Undo the join")}
      icon="undo"
      busy={separate.busy}
      failure={separate.failure}
      onSubmit={() => void separate.run()}
      onCancel={onClose}
    >
      <p>
        {withElements("This ticket was joined into {link}.", {
          link: <a href={href.inbox(property, "all", into)}>{t("another one")}</a>,
        })}
      </p>
    </Form>
  );
}
