// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from "@testing-library/preact";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { auditPlace, auditText } from "../../server/dashboard/settings/audit-texts.ts";
import { AUDIT_GROUPS, type AuditEntry } from "../../shared/audit.ts";
import { defaultSettings } from "../../shared/property.ts";
import { NOON } from "./fixtures.ts";
import { at, me, openDashboard, PROPERTY, server, useDashboard } from "./open-dashboard.tsx";

const entry = (changes: Partial<AuditEntry> = {}): AuditEntry => ({
  id: "e1",
  at: NOON,
  action: "contacts_exported",
  actor: { id: "a1", name: "Rosa" },
  subject: null,
  person: null,
  details: {},
  address: "203.0.113.5",
  browser: "Firefox 128 on Linux",
  ...changes,
});

describe("the words of the audit log", () => {
  it.each(Object.values(AUDIT_GROUPS).flat())("say what %s is, without a gap", (action) => {
    for (const details of [
      {},
      { count: 1, names: ["hours"], role: "admin", before: "agent", isMailed: true },
    ]) {
      const text = auditText(entry({ action, details, subject: "Ann" }));
      expect(text).toMatch(/^[a-z].{8,}/);
      expect(text).not.toMatch(/undefined|null|_/);
    }
  });

  it("name the settings, the number and the roles", () => {
    expect(auditText(entry())).toBe("exported all contacts");
    expect(auditText(entry({ details: { count: 2 } }))).toBe("exported 2 contacts");
    expect(auditText(entry({ action: "settings_changed", details: { names: ["hours", "name"] } }))).toBe(
      "changed settings: opening hours, name",
    );
    const role = { before: "agent", role: "admin" };
    expect(auditText(entry({ action: "role_changed", subject: "Ann", details: role }))).toBe(
      "changed the role of Ann from agent to admin",
    );
  });

  it("name the place, if it is known", () => {
    expect(auditPlace(entry())).toBe("Firefox 128 on Linux, 203.0.113.5");
    expect(auditPlace(entry({ browser: "", address: "unknown" }))).toBe("");
  });
});

describe("the audit log", () => {
  useDashboard();
  const property = { id: PROPERTY, version: 1, createdAt: 0, widgetSeen: null };

  it("is filtered, and reads further pages", async () => {
    const asked: string[] = [];
    server.use(
      http.get(at(""), () => HttpResponse.json({ ...property, settings: defaultSettings("Acme", "UTC") })),
      http.get(at("/audit-log"), ({ request }) => {
        const { search } = new URL(request.url);
        asked.push(search);
        return HttpResponse.json(
          search.includes("cursor")
            ? { items: [entry({ id: "e2", action: "person_erased" })], next: null }
            : { items: [entry()], next: "c1" },
        );
      }),
    );
    openDashboard(`/dashboard/${PROPERTY}/settings/audit-log`);
    await screen.findByText(/exported all contacts/);
    await screen.findByText(/Firefox 128 on Linux, 203.0.113.5/);
    fireEvent.click(await screen.findByRole("button", { name: /more/i }));
    await screen.findByText(/erased a person for good/);
    fireEvent.change(screen.getByLabelText("What"), { target: { value: "people" } });
    await waitFor(() => expect(asked.at(-1)).toBe("?group=people"));
  });

  it("is not shown to agents", async () => {
    server.use(
      http.get("http://localhost:3000/api/me", () => HttpResponse.json(me("agent"))),
      http.get(at(""), () => HttpResponse.json({ ...property, settings: defaultSettings("Acme", "UTC") })),
    );
    openDashboard(`/dashboard/${PROPERTY}/settings/audit-log`);
    await screen.findByText("Only admins can read the audit log.");
  });
});
