import type { Panel, PanelHost } from "../../widget/embed/panel-host.ts";
import { showsChat } from "../../widget/embed/visitor-record.ts";
import type { Words } from "../../widget/locales/words.ts";
import createFormView from "../../widget/panel/form-view.tsx";
import mount from "../../widget/panel/mount-panel.tsx";

/** Mounts the panel as the embed does: with what draws a form unless it opens with a chat. */
export function mountPanel(host: PanelHost, words: Words): Panel {
  const panel = mount(host, words, showsChat(host.visitors.read()) ? undefined : createFormView);
  if (!panel) throw new Error("the session had ended");
  return panel;
}
