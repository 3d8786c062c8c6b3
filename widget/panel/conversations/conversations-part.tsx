import type { ListedConversation, VisitorConversations } from "../../../shared/conversation.ts";
import type { Answers } from "../../../shared/rules/form.ts";
import type { ConversationWords } from "../../locales/words.ts";
import type { ControllerContext } from "../../state/controller-context.ts";
import type { DrawPage, PanelState } from "../../state/panel-state.ts";
import type { ChatParts } from "../loaded-parts.ts";
import type { View } from "../view.ts";
import { BackButton, ConversationList } from "./ConversationList.tsx";
import type { ListActions, ListState, ProofState } from "./conversations-state.ts";
import { knownEmail, withProvenEmail } from "./known-email.ts";
import { type CreateChat, openThread, type Thread } from "./thread.ts";

export { default as css } from "./conversations.css?inline";

const WORDS = import.meta.glob<{ readonly default: ConversationWords }>("../../locales/*-conversations.ts");

const NO_PROOF: ProofState = { step: "email", email: "", code: "", isBusy: false, fault: null };
const EMPTY: ListState = { items: null, canProve: false, isCutOff: false, proof: NO_PROOF };

/**
 * Creates the list of the visitor's conversations, as a page of the panel (R30, R33).
 *
 * @param createChat creates the chat of a conversation that is opened
 * @returns opens the page
 */
export function createConversations(context: ControllerContext, createChat: CreateChat): () => void {
  const { settings, panel, persisted, client, visitor, tabs, launcher, signal, lazily, locale } = context;
  const name = `${locale}-conversations`;
  const load = WORDS[`../../locales/${name}.ts`] as NonNullable<(typeof WORDS)[string]>; // each locale has this file
  const words = lazily({ name, load }, (loaded) => loaded.default);
  const root = launcher.getRootNode() as ShadowRoot; // the embed has put it there
  const setPage = panel.dispatcher((state: PanelState, page: DrawPage | null) => ({ ...state, page }));
  const setKnown = panel.dispatcher((state: PanelState, known: Answers) => ({ ...state, known }));
  let more: ConversationWords | undefined;
  let list = EMPTY;
  let thread: Thread | null = null;

  const focus = (selector: string) => root.querySelector<HTMLElement>(selector)?.focus();

  const actions: ListActions = {
    back: close,
    open: openItem,
    edit: (part) => setProof({ fault: null, ...part }),
    async sendCode() {
      const { email } = list.proof;
      if (await ask("/codes", { email })) setProof({ step: "code", code: "" });
      focus(".proof input");
    },
    async confirm() {
      const { email, code } = list.proof;
      const author = visitor();
      if (await ask("/proofs", { email, code })) {
        if (author !== visitor()) return; // "Not you?" was pressed in another tab
        const known = withProvenEmail(settings, persisted.read().known, email);
        persisted.write({ known });
        setKnown(known);
        await refresh();
        setProof({ ...NO_PROOF, step: "done" });
        focus("h2");
      } else {
        if (list.proof.fault === "code_expired") setProof({ step: "email", code: "" });
        focus(".proof input");
      }
    },
  };

  /** Draws the list, or the conversation that is open, with what has changed. */
  function draw(): void {
    const texts = more;
    if (!texts) return;
    const [shown, opened] = [list, thread];
    const page = (view: View & ChatParts) =>
      opened ? (
        <>
          <BackButton label={texts.back} onClick={closeThread} />
          <view.Chat
            key={opened.item.id}
            {...view}
            store={opened.store}
            controller={opened.controller}
            settings={{ ...view.settings, greeting: { default: titleOf(opened.item) } }}
          />
        </>
      ) : (
        <ConversationList words={view.words} more={texts} locale={locale} list={shown} actions={actions} />
      );
    setPage(page);
  }

  /** Changes the list, and draws it if it is shown. */
  function update(part: Partial<ListState>): void {
    list = { ...list, ...part };
    if (panel.state().page && !thread) draw();
  }

  const setProof = (part: Partial<ProofState>) => update({ proof: { ...list.proof, ...part } });

  /** Sends a step of the proof, one at a time. @returns whether it was done; otherwise the fault is shown */
  async function ask(path: string, content: object): Promise<boolean> {
    if (list.proof.isBusy) return false;
    setProof({ isBusy: true, fault: null });
    const { status, body } = await client.post(visitor(), path, content);
    const isDone = status === 204;
    const faults: { readonly [code: string]: unknown } = more?.faults ?? {};
    const code = body.code && body.code in faults ? body.code : "internal";
    const fault = body.code || status ? (code as keyof ConversationWords["faults"]) : "not_reached";
    setProof({ isBusy: false, fault: isDone ? null : fault });
    return isDone;
  }

  async function refresh(): Promise<void> {
    const { body } = await client.post(visitor(), "/conversations", {});
    const { items, canProve } = body as Partial<VisitorConversations>;
    update(items && canProve !== undefined ? { items, canProve, isCutOff: false } : { isCutOff: true });
  }

  async function open(): Promise<void> {
    list = { ...EMPTY, proof: { ...NO_PROOF, email: knownEmail(settings, panel.state().known) } };
    more = await words();
    draw();
    focus("h2");
    await refresh();
  }

  function close(): void {
    setPage(null);
    focus(".header .close");
  }

  function openItem(item: ListedConversation): void {
    const { screen, chat } = panel.state();
    // the panel's own chat has the live connection
    if (screen.kind === "chat" && chat?.conversation?.id === item.id) close();
    else {
      thread = openThread(context, createChat, item);
      draw();
      focus("h2");
    }
  }

  function closeThread(): void {
    thread?.stop();
    thread = null;
    draw();
    focus("h2");
    refresh();
  }

  function onWake(): void {
    if (!panel.state().page || document.hidden) return;
    if (thread) thread.refresh();
    else refresh();
  }

  tabs.subscribe((event, isRemote) => {
    if (event.kind === "visitor_changed") {
      thread?.stop();
      thread = null;
      setPage(null);
    } else if (thread) thread.onEvent(event, isRemote);
    else if (event.kind === "frame" || event.kind === "accepted") onWake();
  });
  addEventListener("online", onWake, { signal });
  document.addEventListener("visibilitychange", onWake, { signal });
  return () => void (panel.state().page ? close() : open());
}

/** `#1042 · Where is my order?`, the number in the order of its characters in every language. */
const titleOf = ({ ticket, subject }: ListedConversation) =>
  ticket === null ? subject : `\u2066#${ticket}\u2069 · ${subject}`;
