import type { Panel, PanelHost } from "../../widget/embed/panel-host.ts";
import { showsChat } from "../../widget/embed/visitor-record.ts";
import type { Words } from "../../widget/locales/words.ts";
import createFormView from "../../widget/panel/form-view.tsx";
import mount from "../../widget/panel/mount-panel.tsx";

/** Mounts the panel as the embed does: with what draws a form unless it opens with a chat. */
export const mountPanel = (host: PanelHost, words: Words): Panel =>
  mount(host, words, showsChat(host.visitors.read()) ? undefined : createFormView);
