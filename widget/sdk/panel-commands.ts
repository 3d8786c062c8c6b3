import type { FieldAnswer, FoyerCommands } from "../api/foyer.ts";
import type { EmbedForSdk, Panel } from "../embed/panel-host.ts";

type Filled = Readonly<Record<string, FieldAnswer>>;
type StartOptions = NonNullable<Parameters<FoyerCommands["start"]>[0]>;
type FieldKind = "long_text" | "department";

/**
 * Carries out the commands that need the panel. It is not loaded for them, except to be opened: they wait for it, and hold
 * for each panel that is drawn on this page.
 */
export function createPanelCommands({ session, events }: EmbedForSdk) {
  let panel: Panel | undefined;
  let filled: Filled = {};
  /** The text for the composer, or the message of the form. */
  let text: string | undefined;
  let department: string | undefined;
  /** The text that this has put into the composer: the visitor has not changed it. */
  let written = "";
  /** The commands that wait for the panel, each once. */
  let waiting: ((panel: Panel) => unknown)[] = [];

  /** The answers to the fields of a type, in the forms that the panel has. */
  function answersOf(type: FieldKind, answer: string | undefined): Filled {
    const forms = session()?.settings.forms;
    if (answer === undefined || !forms) return {};
    const fields = [...forms.pre_chat.fields, ...(forms.offline?.fields ?? [])];
    return Object.fromEntries(fields.flatMap(({ id, type: of }) => (of === type ? [[id, answer]] : [])));
  }

  const showsComposer = (one: Panel) => one.store.state().screen.kind === "chat" || one.opensChat();

  function fill(one: Panel): void {
    const message = showsComposer(one) ? undefined : text;
    const prefilled = {
      ...answersOf("long_text", message),
      ...answersOf("department", department),
      ...filled,
    };
    one.store.dispatcher((state, answers: Filled) => ({ ...state, prefilled: answers }))(prefilled);
  }

  async function writeInto(one: Panel): Promise<void> {
    const { chat } = await one.chat();
    const { draft = "" } = one.store.state().chat ?? {};
    if (text === undefined || !showsComposer(one) || (draft && draft !== written)) return;
    written = text;
    text = undefined;
    chat.write(written);
  }

  async function use(one: Panel): Promise<void> {
    if (panel !== one) {
      panel = one;
      fill(one);
      if (text !== undefined) await writeInto(one);
    }
    for (const command of waiting.splice(0)) command(one);
  }

  /** Follows the panel of the session that there is now. */
  function follow(): void {
    const host = session();
    const { known } = host ?? {};
    if (known) known.onPanel = use;
    host?.panel?.then((one) => one && use(one));
  }

  /** @param command is carried out as soon as there is a panel */
  function withPanel(command: (panel: Panel) => unknown): void {
    waiting.push(command);
    follow();
  }

  function write(message: string): void {
    text = message;
    follow();
    if (!panel) return;
    fill(panel);
    writeInto(panel);
  }

  /** Begins the conversation if the message is all that is missing; otherwise the visitor goes on. */
  async function begin(one: Panel, message: string): Promise<void> {
    const controllers = await one.chat();
    const hasChat = one.store.state().screen.kind === "chat";
    if (message && !hasChat && one.opensChat()) {
      text = undefined;
      (await controllers.openForm()).submitMessage(message);
    } else if (message) write(message);
  }

  // a form that was sent is filled in no longer
  events.addEventListener("submitted", () => {
    text = undefined;
    filled = {};
    department = undefined;
    if (panel) fill(panel);
  });

  return {
    write,
    prefill(answers: Filled) {
      filled = { ...filled, ...answers };
      follow();
      if (panel) fill(panel);
    },
    start({ message = "", department: wanted }: StartOptions = {}) {
      department = wanted ?? department;
      session()?.show(true);
      withPanel((one) => {
        fill(one);
        return begin(one, message);
      });
    },
    end: () =>
      withPanel(async (one) => {
        const { chat } = await one.chat();
        if (one.store.state().chat?.conversation?.status === "open") chat.end();
      }),
    panel: () => panel,
    /** The visitor has logged out: nothing of what was said of them remains. */
    forget() {
      text = department = undefined;
      filled = {};
      written = "";
      waiting = [];
      panel = undefined;
    },
  };
}
