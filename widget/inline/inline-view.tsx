import { options } from "preact";
import { wordingIn } from "../../shared/rules/form-fields.ts";
import { isRightToLeft } from "../../shared/rules/locale-tags.ts";
import type { ChatWords, FormWords } from "../locales/words.ts";
import { Form } from "../panel/Form.tsx";
import type { FormEnvironment } from "../panel/view.ts";
import type { PanelState } from "../state/panel-state.ts";
import type { InlineForm } from "./inline-form.ts";
import type { SendPart } from "./page-session.ts";

/** The parts of elements that have no class, by which a page styles them (`::part`). */
const PARTS: Readonly<Record<string, string>> = {
  form: "form",
  label: "label",
  legend: "label",
  h2: "title",
  blockquote: "message",
  i: "optional",
};

/** Gives every element that is drawn a `part`: its classes, else what its tag stands for. */
export function nameParts(): void {
  const before = options.vnode;
  options.vnode = (vnode) => {
    if (typeof vnode.type === "string") {
      const props = vnode.props as { class?: string; part?: string; type?: string };
      const part =
        props.class ?? PARTS[vnode.type] ?? (/^(checkbox|radio)$/.test(props.type ?? "") && "check");
      if (part) props.part = part.trim();
    }
    before?.(vnode);
  };
}

/** The part that sends, with the words for what becomes of a form. */
export interface LoadedSendPart extends SendPart {
  readonly words: ChatWords;
}

interface InlineViewProps {
  readonly form: InlineForm;
  readonly words: FormWords;
  readonly part: LoadedSendPart | null;
  readonly state: PanelState;
}

const ignore = () => undefined;

/** A form in the page, or what became of it. */
export function InlineView({ form, words, part, state }: InlineViewProps) {
  const { store, settings, locale, actions, definition } = form;
  const { screen } = state;
  const view: FormEnvironment = {
    store,
    settings,
    locale,
    state,
    words: part ? { ...words, ...part.words } : words,
    dir: isRightToLeft(locale) ? "rtl" : "ltr",
    side: "right",
    actions: { open: ignore, close: ignore },
    formView: () => new Promise(ignore),
    formActions: actions,
  };
  const intro = wordingIn(definition.intro, locale);
  return (
    <div class="body" dir={view.dir} lang={locale}>
      {screen.kind === "form" && (
        <>
          {intro && <p class="intro">{intro}</p>}
          {part ? (
            <Form {...view} {...part} words={{ ...words, ...part.words }} screen={screen} />
          ) : (
            <Form {...view} screen={screen} />
          )}
        </>
      )}
      {screen.kind === "submission" && part && (
        <part.SubmissionStatus {...view} words={{ ...words, ...part.words }} screen={screen} />
      )}
    </div>
  );
}
