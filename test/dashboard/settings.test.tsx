// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FormMeasure } from "../../shared/form-measure.ts";
import { defaultSettings, type Property, type PropertySettings } from "../../shared/property.ts";
import { NOON } from "./fixtures.ts";
import { at, me, openDashboard, PROPERTY, refuse, server, useDashboard } from "./open-dashboard.tsx";

useDashboard();

const SETTINGS = `/dashboard/${PROPERTY}/settings`;
const NOT_SHOWN: FormMeasure = { form: "pre_chat", versions: [], comparison: null };
let property: Property;
let measure: FormMeasure = NOT_SHOWN;
let saves: { settings: PropertySettings; version: number }[] = [];
let uninstall: () => void = () => undefined;

beforeEach(() => {
  saves = [];
  measure = NOT_SHOWN;
  const settings = defaultSettings("Acme", "Europe/Berlin");
  property = { id: PROPERTY, settings, version: 3, createdAt: NOON, widgetSeen: null };
  server.use(
    http.get(at(""), () => HttpResponse.json(property)),
    http.put(at(""), async ({ request }) => {
      const save = (await request.json()) as (typeof saves)[number];
      saves.push(save);
      if (save.version !== property.version) return refuse("settings_changed");
      property = { ...property, settings: save.settings, version: property.version + 1 };
      return HttpResponse.json(property);
    }),
    http.get(at("/preview"), () => HttpResponse.html("<title>Preview</title>")),
    http.get(at("/forms/:form/measure"), () => HttpResponse.json(measure)),
  );
});
afterEach(() => uninstall());

const show = (path: string) => {
  ({ uninstall } = openDashboard(`${SETTINGS}${path}`));
};
const type = (field: HTMLElement, value: string) => fireEvent.input(field, { target: { value } });
const rename = async (name: string) => type(await screen.findByRole("textbox", { name: "Name" }), name);

describe("saving settings", () => {
  it("sends all settings with the version that was loaded, and leaves no unsaved changes", async () => {
    show("/general");
    await rename("Acme & Sons");
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(screen.queryByRole("region", { name: "Unsaved changes" })).toBeNull());
    expect(saves).toEqual([{ settings: { ...defaultSettings("Acme & Sons", "Europe/Berlin") }, version: 3 }]);
  });

  it("shows a fault at its field, and sends nothing", async () => {
    show("/general");
    await rename(" ");
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    const field = screen.getByRole("textbox", { name: "Name" });
    const fault = document.getElementById(field.getAttribute("aria-describedby") ?? "");
    expect(fault?.textContent).toBe("A name is needed.");
    expect(field.getAttribute("aria-invalid")).toBe("true");
    const where = within(screen.getByRole("region", { name: "Unsaved changes" }));
    expect(where.getByRole("link", { name: "Appearance" })).toBeTruthy();
    expect(saves).toEqual([]);
  });

  it("offers to overwrite changes that were saved elsewhere in the meantime", async () => {
    show("/general");
    await rename("Mine");
    property = { ...property, version: 4, settings: { ...property.settings, name: "Theirs" } };
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByText("Somebody else has saved these settings in the meantime.");
    fireEvent.click(screen.getByRole("button", { name: "Save mine over theirs" }));
    await waitFor(() => expect(property.settings.name).toBe("Mine"));
    expect(saves.map(({ version }) => version)).toEqual([3, 4]);
  });

  it("offers to discard the draft for changes that were saved elsewhere", async () => {
    show("/general");
    await rename("Mine");
    property = { ...property, version: 4, settings: { ...property.settings, name: "Theirs" } };
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    fireEvent.click(await screen.findByRole("button", { name: "Discard mine, show theirs" }));
    await waitFor(() =>
      expect((screen.getByRole("textbox", { name: "Name" }) as HTMLInputElement).value).toBe("Theirs"),
    );
    expect(saves).toHaveLength(1);
  });

  it("is not possible for agents who are not admins", async () => {
    server.use(http.get("http://localhost:3000/api/me", () => HttpResponse.json(me("agent"))));
    show("/general");
    await screen.findByText("Only admins can change these settings.");
    expect(screen.getByRole("textbox", { name: "Name" }).closest("fieldset")?.disabled).toBe(true);
  });
});

describe("unsaved changes", () => {
  it("stay when the agent opens another section", async () => {
    show("/general");
    await rename("Mine");
    fireEvent.click(screen.getByRole("link", { name: "Privacy" }));
    await screen.findByRole("heading", { name: "Privacy" });
    expect(screen.queryByRole("dialog")).toBeNull();
    fireEvent.click(screen.getByRole("link", { name: "Appearance" }));
    expect((await screen.findByRole<HTMLInputElement>("textbox", { name: "Name" })).value).toBe("Mine");
  });

  it("ask before a link leaves the settings, and stay if the agent cancels", async () => {
    show("/general");
    await rename("Mine");
    fireEvent.click(screen.getByRole("link", { name: "Inbox" }));
    fireEvent.click(await screen.findByRole("button", { name: "Keep editing" }));
    expect(location.pathname).toBe(`${SETTINGS}/general`);
    expect((screen.getByRole("textbox", { name: "Name" }) as HTMLInputElement).value).toBe("Mine");
  });

  it("are discarded only after the agent confirms", async () => {
    show("/general");
    await rename("Mine");
    fireEvent.click(screen.getByRole("link", { name: "Inbox" }));
    fireEvent.click(await screen.findByRole("button", { name: "Leave without saving" }));
    await screen.findByText("No open conversations");
    expect(location.pathname).toBe(`/dashboard/${PROPERTY}/inbox/all`);
  });

  it("make the browser ask before the tab is closed, until they are saved or discarded", async () => {
    const closing = () => {
      const event = new Event("beforeunload", { cancelable: true });
      window.dispatchEvent(event);
      return event.defaultPrevented;
    };
    show("/general");
    await rename("Mine");
    await waitFor(() => expect(closing()).toBe(true));
    fireEvent.click(screen.getByRole("button", { name: "Discard" }));
    await waitFor(() => expect(closing()).toBe(false));
  });
});

describe("the install page", () => {
  const snippet = () => document.querySelector(".snippet")?.textContent;

  it("R25: has the tag for pages and for tag managers, with the chosen options", async () => {
    show("/install");
    await waitFor(() =>
      expect(snippet()).toBe(`<script async src="${location.origin}/w/${PROPERTY}.js"></script>`),
    );
    fireEvent.change(screen.getByRole("combobox", { name: "Language of the widget" }), {
      target: { value: "fr" },
    });
    fireEvent.click(screen.getByRole("switch", { name: "Wait for consent" }));
    expect(snippet()).toContain(`${PROPERTY}.js" data-consent="required" data-language="fr">`);
    fireEvent.click(screen.getByRole("radio", { name: "In a tag manager" }));
    expect(snippet()).toContain(`${PROPERTY}.js?consent=required&language=fr">`);
  });

  it("does not offer to wait for consent where the property already does", async () => {
    property = { ...property, settings: { ...property.settings, consent: "required" } };
    show("/install");
    await screen.findByRole("combobox", { name: "Language of the widget" });
    expect(screen.queryByRole("switch")).toBeNull();
  });
});

describe("the launcher", () => {
  const shownIn = (view: string, size: string) =>
    waitFor(() => {
      const { src } = screen.getByTitle<HTMLIFrameElement>("The widget with these settings");
      expect(new URL(src, location.href).searchParams.get("view")).toBe(view);
      expect(screen.getByRole<HTMLInputElement>("radio", { name: size }).checked).toBe(true);
    });
  const distance = (where: string, from: string) =>
    within(screen.getByRole("group", { name: where })).getByRole("spinbutton", { name: from });

  it("is moved for computers and for phones, and the preview shows where", async () => {
    show("/general");
    await screen.findByRole("group", { name: "Distance on computers, in pixels" });
    await shownIn("panel", "Desktop");
    type(distance("Distance on phones, in pixels", "From the bottom"), "96");
    await shownIn("launcher", "Phone");
    type(distance("Distance on computers, in pixels", "From the side"), "0");
    await shownIn("launcher", "Desktop");
    fireEvent.click(screen.getByRole("radio", { name: "Left" }));
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(saves).toHaveLength(1));
    expect(saves[0]?.settings).toMatchObject({
      position: "left",
      launcher: { desktop: { x: 0, y: 20 }, phone: { x: 20, y: 96 } },
    });
  });

  it("cannot be moved out of the window", async () => {
    show("/general");
    await screen.findByRole("group", { name: "Distance on computers, in pixels" });
    const field = distance("Distance on phones, in pixels", "From the bottom");
    type(field, "2000");
    fireEvent.focusOut(field);
    await screen.findByText("This must be at most 200.");
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    expect(saves).toEqual([]);
  });
});

describe("one visitor across sites", () => {
  it("is off by default, and saved as the domain that a pasted address has", async () => {
    show("/privacy");
    const domain = await screen.findByRole<HTMLInputElement>("textbox", {
      name: "Domain that your sites share",
    });
    expect(domain.value).toBe("");
    type(domain, "https://www.example.com/");
    fireEvent.blur(domain);
    await waitFor(() => expect(domain.value).toBe("example.com"));
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(saves).toHaveLength(1));
    expect(saves[0]?.settings).toMatchObject({ visitorDomain: "example.com", handOver: false });
  });

  it("says at the switch for links what is missing: the list of sites", async () => {
    show("/privacy");
    const links = await screen.findByRole("switch", {
      name: "Take visitors along on links between your sites",
    });
    fireEvent.click(links);
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByText("Name the allowed sites first.");
    expect(links.getAttribute("aria-invalid")).toBe("true");
    expect(saves).toEqual([]);
  });
});

describe("the form editor", () => {
  const lines = async () => {
    const list = await screen.findByRole("list", { name: "Fields" });
    return within(list)
      .getAllByRole("button")
      .filter((button) => button.dataset.move === "toggle");
  };
  const labels = async () => (await lines()).map((line) => line.querySelector(".field-label")?.textContent);
  const line = async (at: number) => (await lines())[at] ?? expect.fail(`there is no field ${at + 1}`);

  it("R27: moves a field with Alt and the arrow keys, keeps the focus on it and announces its position", async () => {
    show("/forms");
    const email = await line(1);
    email.focus();
    fireEvent.keyDown(email, { key: "ArrowUp", altKey: true });
    await screen.findByText("E-mail is now field 1 of 3.");
    expect(await labels()).toEqual(["E-mail", "Name", "Message"]);
    expect(document.activeElement?.textContent).toContain("E-mail");
  });

  it("R29: warns of more than four fields, and can still save the form", async () => {
    show("/forms?form=offline");
    await screen.findByText(/Shown when no agent is available/);
    for (const add of ["Phone", "Name"]) {
      const [option] = screen
        .getAllByRole("button", { name: new RegExp(`^${add}.+`), hidden: true })
        .slice(-1);
      fireEvent.click(option as HTMLElement);
    }
    await screen.findByText(/This form asks 5 things/);
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(saves).toHaveLength(1));
    expect(saves[0]?.settings.offlineForm.fields.map(({ id }) => id)).toEqual([
      "name",
      "email",
      "message",
      "phone",
      "name_2",
    ]);
    expect(saves[0]?.settings.preChatForm.fields).toHaveLength(3);
  });

  it("R27: a label in one language does not change the other languages", async () => {
    show("/forms");
    fireEvent.click(await line(1));
    type(screen.getByRole("textbox", { name: "Label" }), "Your e-mail");
    const locale = screen.getByRole<HTMLSelectElement>("combobox", { name: "Language" });
    fireEvent.change(locale, { target: { value: "de" } });
    type(screen.getByRole("textbox", { name: "Label" }), "Ihre E-Mail");
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(saves).toHaveLength(1));
    expect(saves[0]?.settings.preChatForm.fields[1]?.label).toEqual({
      default: "Your e-mail",
      de: "Ihre E-Mail",
    });
  });
});

describe("the languages of the widget", () => {
  const listed = () =>
    within(screen.getByRole("list", { name: "Languages" }))
      .getAllByRole("listitem")
      .map((item) => item.querySelector("[lang]")?.getAttribute("lang"));

  it("are added, removed and made the default, and at least one stays", async () => {
    show("/general");
    await screen.findByRole("list", { name: "Languages" });
    expect(listed()).toEqual(["en", "de", "fr", "ar"]);
    fireEvent.change(screen.getByRole("combobox", { name: "Add a language" }), {
      target: { value: "pt-BR" },
    });
    fireEvent.click(screen.getByRole("button", { name: "Make Brazilian Portuguese the default" }));
    for (const name of ["German", "French", "Arabic"])
      fireEvent.click(screen.getByRole("button", { name: `Remove ${name}` }));
    expect(listed()).toEqual(["pt-BR", "en"]);
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(saves).toHaveLength(1));
    expect(saves[0]?.settings.languages).toEqual(["pt-BR", "en"]);
    fireEvent.click(screen.getByRole("button", { name: "Remove English" }));
    expect(
      screen.getByRole<HTMLButtonElement>("button", { name: "Remove Brazilian Portuguese" }).disabled,
    ).toBe(true);
  });

  it("are those of which a form says what is missing", async () => {
    property = {
      ...property,
      settings: {
        ...property.settings,
        languages: ["en", "de", "ar"],
        preChatForm: {
          intro: { default: "Write to us", ar: "اكتب لنا" },
          fields: [{ id: "email", type: "email", required: true, help: { default: "For the answer" } }],
        },
      },
    };
    show("/forms");
    await screen.findByText(/: Deutsch \(2 texts\), العربية \(1 text\)/);
    const names = [...screen.getByRole<HTMLSelectElement>("combobox", { name: "Language" }).options];
    expect(names.map(({ value }) => value)).toEqual(["default", "en", "de", "ar"]);
  });
});

describe("the comparison of two versions of a form", () => {
  const second = () => property.settings.comparisons[0]?.second;

  it("R29: begins with a copy, of which only the second version is changed, and ends with the version that is kept", async () => {
    show("/forms");
    fireEvent.click(await screen.findByRole("button", { name: "Compare with a second version" }));
    expect(screen.getByRole<HTMLInputElement>("radio", { name: "Second version" }).checked).toBe(true);
    type(screen.getByLabelText("Text above the form"), "Only a message, please.");
    type(screen.getByLabelText("Visitors who see the second version, in percent"), "30");
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(property.settings.comparisons).toHaveLength(1));
    expect(property.settings.comparisons[0]).toMatchObject({ form: "pre_chat", share: 30 });
    expect(second()).toEqual({
      ...property.settings.preChatForm,
      intro: { default: "Only a message, please." },
    });
    expect(property.settings.preChatForm.intro).toBe(undefined);

    fireEvent.click(screen.getByRole("radio", { name: "First version" }));
    expect(screen.getByLabelText<HTMLTextAreaElement>("Text above the form").value).toBe("");

    fireEvent.click(screen.getByRole("button", { name: "Keep the second version" }));
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(property.settings.comparisons).toEqual([]));
    expect(property.settings.preChatForm.intro).toEqual({ default: "Only a message, please." });
  });

  it("goes with the form that is deleted", async () => {
    const form = property.settings.offlineForm;
    property = {
      ...property,
      settings: {
        ...property.settings,
        namedForms: [{ key: "contact", name: "Contact", form }],
        comparisons: [{ form: "contact", second: form, share: 50 }],
      },
    };
    show("/forms?form=contact");
    fireEvent.click(await screen.findByRole("button", { name: "Delete this form" }));
    fireEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Delete form" }));
    fireEvent.click(await screen.findByRole("button", { name: "Save" }));
    await waitFor(() => expect(property.settings.namedForms).toEqual([]));
    expect(property.settings.comparisons).toEqual([]);
  });

  it("shows a share that is none where it is entered", async () => {
    show("/forms");
    fireEvent.click(await screen.findByRole("button", { name: "Compare with a second version" }));
    const share = screen.getByLabelText("Visitors who see the second version, in percent");
    type(share, "100");
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(share.getAttribute("aria-invalid")).toBe("true"));
    expect(saves).toEqual([]);
  });
});

describe("the performance of a form", () => {
  it("R29: is told by field, with what a field costs where the numbers allow it", async () => {
    const counts = { shown: 600, started: 500, submitted: 300 };
    measure = {
      form: "pre_chat",
      versions: [
        {
          version: "a".repeat(16),
          current: "first",
          from: "2026-11-01",
          to: "2026-11-23",
          ...counts,
          devices: [{ device: "mobile", ...counts }],
          medianSeconds: 45,
          fields: [
            { id: "phone", type: "phone", label: null, left: 120 },
            { id: "about", type: "text", label: "<b>About</b>", left: 60 },
          ],
          leftBeforeSending: 20,
          effects: [{ field: "phone", ofHundred: 14.2, low: 8.1, high: 20.4 }],
        },
      ],
      comparison: null,
    };
    show("/forms");
    const table = await screen.findByRole("table", { name: "Where visitors leave the form" });
    const rows = within(table).getAllByRole("row").slice(1);
    expect(rows.map((row) => row.textContent)).toEqual([
      "Before the first answer100 (16%)",
      "Phone120 (20%)",
      "<b>About</b>60 (10%)",
      "Before sending20 (3%)",
    ]);
    expect(screen.getByText("14 of 100").closest("p")?.textContent).toContain(
      "Without “Phone”, about 14 of 100 more visitors would have written (8 to 20).",
    );
  });

  const versions = {
    from: "2026-11-20",
    first: { shown: 400, started: 300, submitted: 120 },
    second: { shown: 200, started: 160, submitted: 80 },
  };
  it.each([
    [
      { ofHundred: 10, low: 2, high: 18.2 },
      "Of 100 visitors, about 10 more have sent the second version (2 to 18).",
    ],
    [
      { ofHundred: -10, low: -18.2, high: -2 },
      "Of 100 visitors, about 10 fewer have sent the second version (2 to 18).",
    ],
    [
      { ofHundred: 1, low: -6.4, high: 8.6 },
      "So far, no difference is certain: of 100 visitors, between 6 fewer and 9 more have sent the second version.",
    ],
    [null, "Each version has to be shown 100 times before they can be compared."],
  ])("R29: compares two versions, and says how certain the difference is: %j", async (difference, words) => {
    measure = { ...NOT_SHOWN, comparison: { ...versions, difference } };
    show("/forms");
    const table = await screen.findByRole("table", { name: "The two versions, since Nov 20, 2026" });
    const rows = within(table).getAllByRole("row").slice(1);
    expect(rows.map((row) => row.textContent)).toEqual([
      "First version400120 (30%)",
      "Second version20080 (40%)",
    ]);
    expect(screen.getByText(words)).toBeTruthy();
  });

  it("says so where a form was shown to nobody", async () => {
    show("/forms");
    await screen.findByText("In this period, the form was not shown to anybody.");
  });
});

describe("signing in", () => {
  it("is required without a session, and leads back to the requested page", async () => {
    server.use(http.get("http://localhost:3000/api/me", () => refuse("sign_in_required")));
    show("/privacy");
    await screen.findByRole("heading", { name: "Welcome back" });
    expect(location.pathname + location.search).toBe(
      `/dashboard/sign-in?${new URLSearchParams({ next: `${SETTINGS}/privacy` })}`,
    );
    server.use(
      http.post("http://localhost:3000/api/sign-in", () => refuse("sign_in_failed"), { once: true }),
    );
    type(screen.getByLabelText("E-mail"), "rosa@example.com");
    type(screen.getByLabelText("Password"), "wrong");
    fireEvent.click(screen.getByRole("button", { name: "Sign in" }));
    const words = await screen.findByText("The e-mail or the password is wrong.");
    expect(within(screen.getByRole("main")).getByRole("alert").contains(words)).toBe(true);
    server.use(http.post("http://localhost:3000/api/sign-in", () => HttpResponse.json(me())));
    fireEvent.click(screen.getByRole("button", { name: "Sign in" }));
    await screen.findByRole("heading", { name: "Privacy" });
    expect(location.pathname).toBe(`${SETTINGS}/privacy`);
  });
});

describe("availability", () => {
  const preview = () =>
    screen.getAllByRole("status").find(({ textContent }) => /form/.test(textContent ?? ""));
  const words = () => preview()?.textContent?.replace(/\s+/g, " ");

  it("R20: shows what visitors see at a time, by the hours and single days that are being edited", async () => {
    show("/availability");
    fireEvent.click(await screen.findByRole("switch", { name: "Always open" }));
    type(screen.getByLabelText("On"), "2026-12-24");
    type(screen.getByLabelText("At"), "10:00");
    expect(words()).toMatch(/24.*: the pre-chat form while an agent is available/);

    fireEvent.click(screen.getByRole("button", { name: "Add a day" }));
    type(screen.getByLabelText("Date of special day 1"), "2026-12-24");
    expect(words()).toMatch(/24.*: the offline form; open again on .*25/);
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() =>
      expect(saves[0]?.settings.specialDays).toEqual([{ date: "2026-12-24", openings: [] }]),
    );
  });

  it("R20: takes a closing time on the next day", async () => {
    show("/availability");
    fireEvent.click(await screen.findByRole("switch", { name: "Always open" }));
    type(screen.getByLabelText("Friday, closes"), "02:00");
    expect(screen.getByText("until the next day")).toBeTruthy();
    type(screen.getByLabelText("On"), "2026-12-26");
    type(screen.getByLabelText("At"), "01:30");
    expect(words()).toMatch(/26.*: the pre-chat form/);
    type(screen.getByLabelText("At"), "02:00");
    expect(words()).toMatch(/26.*: the offline form; open again on .*28/);
  });

  it("R24: stores the names of parameters without blank lines", async () => {
    show("/privacy");
    const field = await screen.findByRole("textbox", { name: "Parameters of page addresses to keep" });
    type(field, "coupon\n\n ref \ncoupon");
    fireEvent.blur(field);
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(saves[0]?.settings.allowedParameters).toEqual(["coupon", "ref"]));
  });
});
