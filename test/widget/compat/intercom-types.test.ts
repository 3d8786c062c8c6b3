/// <reference types="intercom-web" />
// @vitest-environment happy-dom
import { expect, it } from "vitest";
import { createIntercom } from "../../../widget/compat/intercom/intercom.ts";
import { INTERCOM } from "./members.ts";
import { createRecorder } from "./recorder.ts";

/** Every command that the types of Intercom know: a new one does not compile until it stands here. */
const COMMANDS: Readonly<Record<Intercom_.IntercomCommand, true>> = {
  boot: true,
  shutdown: true,
  update: true,
  hide: true,
  show: true,
  showMessages: true,
  showNewMessage: true,
  onHide: true,
  onShow: true,
  onUnreadCountChange: true,
  onActivatorClick: true,
  trackEvent: true,
  getVisitorId: true,
  startTour: true,
  showArticle: true,
  showConversation: true,
  startSurvey: true,
  reattach_activator: true,
  showSpace: true,
  startChecklist: true,
};

it("every command of @types/intercom-web is answered", () => {
  const answered = new Set(INTERCOM.map(({ member }) => member));
  expect(Object.keys(COMMANDS).filter((command) => !answered.has(command))).toEqual([]);
});

it("a page that is typed by @types/intercom-web calls it", () => {
  const { start, calls } = createRecorder();
  const intercom = createIntercom(start) as unknown as Intercom_.IntercomStatic;
  const settings: Intercom_.IntercomSettings = {
    app_id: "abcdefghij",
    name: "Ada",
    company: { name: "Loom" },
  };
  intercom("boot", settings);
  const id: string = intercom("getVisitorId");
  intercom("onUnreadCountChange", (count: number) => count.toFixed());
  expect(id).toBe("visitor0000000001");
  expect(calls).toEqual([["identify", { name: "Ada", organization: "Loom" }], ["show"]]);
});
