import type { FormKey } from "../../shared/form-key.ts";
import { continueAfter } from "../../shared/rules/uuid.ts";
import type { EmitEvent } from "../api/foyer.ts";
import { type ChatController, createChatController } from "../chat/controller/chat-controller.ts";
import { flushOnWake, openDelivery } from "../delivery/open-delivery.ts";
import { reportRefusal } from "../delivery/report-refusal.ts";
import type { TabEvent } from "../delivery/tabs.ts";
import type { PanelHost } from "../embed/panel-host.ts";
import { isPending } from "../embed/visitor-record.ts";
import type { Form } from "../form/form-controller.ts";
import type { ControllerContext } from "../state/controller-context.ts";
import type { PanelStore } from "../state/panel-store.ts";
import type { PersistedStateStore } from "../state/persisted-state.ts";
import { closeOnRequest } from "./close-requests.ts";
import type { Controllers } from "./controllers.ts";
import { escapeFocusTraps } from "./focus-traps.ts";
import type { Lazily, Part } from "./part.ts";
import type { FormView } from "./view.ts";

export { faultText } from "../locales/fault-texts.ts";
export { Chat } from "./Chat.tsx";
export { default as css } from "./chat.css?inline";
export { FormNotice } from "./FormNotice.tsx";
export { LauncherPreview } from "./LauncherPreview.tsx";

/** Few visitors are asked for a proof of work. */
const WORK_PART: Part<typeof import("../delivery/solve-work.ts")> = {
  name: "solve-work",
  load: () => import("../delivery/solve-work.ts"),
};
const CONVERSATIONS_PART: Part<typeof import("./conversations/conversations-part.tsx")> = {
  name: "conversations-part",
  load: () => import("./conversations/conversations-part.tsx"),
};

function createContext(
  host: PanelHost,
  panel: PanelStore,
  persisted: PersistedStateStore,
  emit: EmitEvent,
  lazily: Lazily,
): ControllerContext {
  const { settings, propertyUrl, launcher, signal } = host;
  const solver = lazily(WORK_PART, (part) => part);
  const delivery = openDelivery(host, {
    hasOpenChat: () => persisted.read().chat === "open",
    solveWork: async (challenge) => (await solver()).solveWork(challenge),
  });
  return {
    ...delivery,
    settings,
    locale: launcher.lang,
    propertyUrl,
    launcher,
    signal,
    panel,
    persisted,
    emit,
    lazily,
  };
}

/** Whether the server has accepted or refused a form. Its controller has to know it, even if no form was shown. */
const isFormOutcome = (event: TabEvent) =>
  (event.kind === "accepted" || event.kind === "refused") && event.entry.delivery.kind === "submission";

/** The panel shows the two forms before a chat; all others are in the page. */
const isShownHere = (form: FormKey) => form === "pre_chat" || form === "offline";

/**
 * Creates the controller of the chat, and that of the form once a form needs it. This script is loaded while the visitor
 * looks at the form: what the form needs to be shown is in the panel's own script.
 *
 * @param formPart what submits a form
 */
export function setUp(
  host: PanelHost,
  panel: PanelStore,
  persisted: PersistedStateStore,
  emit: EmitEvent,
  lazily: Lazily,
  formPart: () => Promise<
    Pick<typeof import("../form/form-part.ts"), "createForm"> & Pick<FormView, "shownFields">
  >,
): Controllers {
  const context = createContext(host, panel, persisted, emit, lazily);
  const root = host.launcher.getRootNode() as ShadowRoot; // the embed has put it there
  const { left, right, bottom } = host.launcher.style;
  const { style } = root.host as HTMLElement; // the embed has created it
  style.setProperty("--foyer-launcher-side", left || right); // for what is shown beside the launcher
  style.setProperty("--foyer-launcher-bottom", bottom);
  escapeFocusTraps(root, host.signal);
  closeOnRequest(panel, () => host.show(false), host.signal);
  const { tabs, outbox, signal } = context;
  let form: Promise<Form> | undefined;
  const openForm = () => {
    form ??= formPart().then(({ createForm, shownFields }) =>
      createForm({ ...context, isShownHere, shownFields, mayReport: () => !signal.aborted }, chat.deliveries),
    );
    return form;
  };
  const createChat = (of: ControllerContext): ChatController => createChatController(of, openForm, openList);
  const list = lazily(CONVERSATIONS_PART, ({ createConversations }) =>
    createConversations(context, createChat),
  );
  const openList = () => void list().then((open) => open());
  const chat = createChat(context);

  tabs.subscribe((event, isRemote) => {
    if (event.kind === "queued") continueAfter(event.delivery.id);
    if (isRemote) outbox.onRemoteEvent(event);
    else if (event.kind === "refused") reportRefusal(event, emit);
    chat.onEvent(event, isRemote);
    if (form || isFormOutcome(event)) openForm().then((form) => form.onEvent(event, isRemote));
  });

  flushOnWake(outbox, signal, chat.onWake);
  return { chat, openForm, resumed: resume(host, context, chat, openForm) };
}

/** Shows and sends what earlier pages have left in the outbox. */
async function resume(
  host: PanelHost,
  { outbox, panel, persisted }: ControllerContext,
  chat: ChatController,
  openForm: Controllers["openForm"],
): Promise<void> {
  const entries = await outbox.all();
  for (const { delivery } of entries) continueAfter(delivery.id);
  chat.resume(entries);
  const form = panel.state().screen.kind === "form" && openForm().then((form) => form.resume(entries));
  if (entries.length) outbox.flush(); // it does not wait for the form's part, which may fail to load
  await form;
  // without a conversation, or unread messages, the chat connects only when the panel is opened; the conversation may
  // have begun on another host of the site, whose state of the panel is not here
  const hasConversation = persisted.read().chat || isPending(host.visitors.read());
  if (panel.state().open || hasConversation || (await host.pageVisit)?.unread) chat.start();
}
