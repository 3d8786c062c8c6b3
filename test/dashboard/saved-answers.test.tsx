// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import type { SavedAnswer } from "../../shared/conversation.ts";
import { problem } from "../../shared/error.ts";
import { defaultSettings, type Property } from "../../shared/property.ts";
import { type } from "./fake-inbox.ts";
import { NOON } from "./fixtures.ts";
import { at, me, openDashboard, PROPERTY, refuse, server, useDashboard } from "./open-dashboard.tsx";

useDashboard();

const ANSWERS = `/dashboard/${PROPERTY}/settings/answers`;
const HOURS: SavedAnswer = {
  id: "01970000-0000-7000-8000-000000000001",
  shortcut: "hours",
  text: "Until six, {name}.",
};
let saved: SavedAnswer[] = [];

beforeEach(() => {
  saved = [HOURS];
  const settings = defaultSettings("Acme", "Europe/Berlin");
  const property: Property = { id: PROPERTY, settings, version: 3, createdAt: NOON, widgetSeen: null };
  server.use(
    http.get(at(""), () => HttpResponse.json(property)),
    http.get(at("/saved-answers"), () => HttpResponse.json({ items: saved })),
    http.put(at("/saved-answers/:id"), async ({ request, params }) => {
      const given = { ...((await request.json()) as SavedAnswer), id: String(params.id) };
      if (saved.some(({ id, shortcut }) => id !== given.id && shortcut === given.shortcut))
        return refuse("shortcut_taken");
      saved = [...saved.filter(({ id }) => id !== given.id), given];
      return HttpResponse.json(given);
    }),
    http.delete(at("/saved-answers/:id"), ({ params }) => {
      saved = saved.filter(({ id }) => id !== params.id);
      return HttpResponse.json({});
    }),
  );
});

const shown = () =>
  within(screen.getByRole("list", { name: "Saved answers" }))
    .getAllByRole("listitem")
    .map((item) => item.querySelector(".answer-shortcut")?.textContent);
async function fillIn(title: string, shortcut: string, text: string) {
  const dialog = within(await screen.findByRole("dialog", { name: title }));
  type(dialog.getByRole("textbox", { name: "Shortcut" }), shortcut);
  type(dialog.getByRole("textbox", { name: "Answer" }), text);
  fireEvent.click(dialog.getByRole("button", { name: "Save" }));
  return dialog;
}
const add = async () => fireEvent.click(await screen.findByRole("button", { name: "Add an answer" }));

describe("saved answers", () => {
  it("can be added by an agent who is not an admin", async () => {
    server.use(http.get("http://localhost:3000/api/me", () => HttpResponse.json(me("agent"))));
    saved = [];
    openDashboard(ANSWERS);
    await screen.findByText("No saved answers yet.");
    await add();
    await fillIn("New saved answer", "/refund", "  Within 14 days.  ");
    await waitFor(() => expect(shown()).toEqual(["/refund"]));
    expect(saved).toMatchObject([{ shortcut: "refund", text: "Within 14 days." }]);
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("are ordered by shortcut, and can be edited", async () => {
    openDashboard(ANSWERS);
    await add();
    await fillIn("New saved answer", "address", "Mill Lane 4.");
    await waitFor(() => expect(shown()).toEqual(["/address", "/hours"]));
    fireEvent.click(screen.getByRole("button", { name: "Edit /hours" }));
    await fillIn("Edit saved answer", "Öffnung", "Bis sechs.");
    await waitFor(() => expect(shown()).toEqual(["/address", "/Öffnung"]));
    expect(saved.find(({ id }) => id === HOURS.id)).toEqual({
      ...HOURS,
      shortcut: "Öffnung",
      text: "Bis sechs.",
    });
  });

  it("with an invalid shortcut or without a text are not sent, and each field shows its fault", async () => {
    openDashboard(ANSWERS);
    await add();
    const dialog = await fillIn("New saved answer", "two words", " ");
    await dialog.findByText(/letters, digits/, { selector: ".fault, .fault *" });
    expect(dialog.getByRole("textbox", { name: "Shortcut" }).getAttribute("aria-invalid")).toBe("true");
    expect(dialog.getByRole("textbox", { name: "Answer" }).getAttribute("aria-invalid")).toBe("true");
    expect(saved).toEqual([HOURS]);
  });

  it("with the shortcut of another answer are refused at the field, and the text stays", async () => {
    openDashboard(ANSWERS);
    await add();
    const dialog = await fillIn("New saved answer", "hours", "Always.");
    await dialog.findByText("Another saved answer has this shortcut.");
    expect(dialog.getByRole<HTMLTextAreaElement>("textbox", { name: "Answer" }).value).toBe("Always.");
    expect(saved).toEqual([HOURS]);
  });

  it("are deleted at once, and restored with Undo", async () => {
    openDashboard(ANSWERS);
    fireEvent.click(await screen.findByRole("button", { name: "Delete /hours" }));
    await screen.findByText("No saved answers yet.");
    expect(saved).toEqual([]);
    fireEvent.click(screen.getByRole("button", { name: "Undo" }));
    await waitFor(() => expect(shown()).toEqual(["/hours"]));
    expect(saved).toEqual([HOURS]);
  });

  it("stay when they cannot be deleted, with an error", async () => {
    server.use(http.delete(at("/saved-answers/:id"), () => refuse("internal")));
    openDashboard(ANSWERS);
    fireEvent.click(await screen.findByRole("button", { name: "Delete /hours" }));
    await screen.findByText(problem("internal").title, { exact: false });
    expect(shown()).toEqual(["/hours"]);
  });

  it("show an error when they cannot be loaded, and load with Try again", async () => {
    server.use(http.get(at("/saved-answers"), () => refuse("internal"), { once: true }));
    openDashboard(ANSWERS);
    fireEvent.click(await screen.findByRole("button", { name: "Try again" }));
    await waitFor(() => expect(shown()).toEqual(["/hours"]));
  });
});
