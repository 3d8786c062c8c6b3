// @vitest-environment happy-dom
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createApi } from "../../server/dashboard/data/api.ts";
import { errorText, faultsByPath, toApiError } from "../../server/dashboard/data/api-error.ts";
import { previewAddress } from "../../server/dashboard/settings/preview-address.ts";
import { problem } from "../../shared/error.ts";
import { defaultSettings } from "../../shared/property.ts";

const ME = "http://localhost:3000/api/me";
const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

function caller() {
  const reached: boolean[] = [];
  let signedOut = 0;
  let gone = 0;
  const api = createApi({
    fetch: (input, init) => fetch(new URL(String(input), "http://localhost:3000"), init),
    upload: async () => ({ status: 0, text: "" }),
    onReach: (ok) => reached.push(ok),
    onSignedOut: () => {
      signedOut++;
    },
    onAccessLost: () => {
      gone++;
    },
  });
  const failureOf = (sent: Promise<unknown>) =>
    sent.then(() => Promise.reject(new Error("it worked")), toApiError);
  return { api, reached, failureOf, signedOut: () => signedOut, gone: () => gone };
}

describe("a failed request", () => {
  it("reports that the agent is no longer a member of the property", async () => {
    server.use(http.get(ME, () => HttpResponse.json(problem("property_unknown"), { status: 404 })));
    const { api, failureOf, gone, signedOut } = caller();
    await failureOf(api.me());
    expect([gone(), signedOut()]).toEqual([1, 0]);
  });

  it("has the server's code, text and faults", async () => {
    const faults = [{ path: "name", code: "too_small", message: "a name is needed" }];
    const document = problem("invalid_request", { detail: "The name is missing.", faults });
    server.use(http.get(ME, () => HttpResponse.json(document, { status: 422 })));
    const { api, failureOf, reached } = caller();
    const failure = await failureOf(api.me());
    expect(failure.code).toBe("invalid_request");
    expect(errorText(failure)).toBe("The name is missing.");
    expect(faultsByPath(failure).get("name")).toBe("A name is needed.");
    expect(reached).toEqual([true]);
  });

  it("with 401 reports that the session has ended, but not if the password was wrong", async () => {
    server.use(http.get(ME, () => HttpResponse.json(problem("sign_in_required"), { status: 401 })));
    server.use(
      http.post("http://localhost:3000/api/sign-in", () =>
        HttpResponse.json(problem("sign_in_failed"), { status: 401 }),
      ),
    );
    const { api, failureOf, signedOut } = caller();
    await failureOf(api.signIn({ email: "a@b.example", password: "x" }));
    expect(signedOut()).toBe(0);
    await failureOf(api.me());
    expect(signedOut()).toBe(1);
  });

  it("without an answer, or with the answer of a gateway, is reported as unreachable", async () => {
    const { api, failureOf, reached } = caller();
    server.use(http.get(ME, () => HttpResponse.error()));
    expect((await failureOf(api.me())).code).toBe("unreachable");
    server.use(http.get(ME, () => HttpResponse.text("<h1>Bad gateway</h1>", { status: 502 })));
    const failure = await failureOf(api.me());
    expect(failure.code).toBe("unreachable");
    expect(errorText(failure)).toContain("cannot be reached");
    expect(reached).toEqual([false, false]);
  });

  it.each([
    [200, "<h1>Captive portal</h1>", "refused_by_proxy", "proxy or a firewall"],
    [200, "{}", "unreadable", "could not be read"],
    [403, "<html>Forbidden</html>", "refused_by_proxy", "proxy or a firewall"],
    [404, "", "refused_by_proxy", "proxy or a firewall"],
    [405, "Method not allowed", "refused_by_proxy", "proxy or a firewall"],
    [413, "<html>413 Request Entity Too Large</html>", "too_large_for_proxy", "client_max_body_size"],
    [413, "", "too_large_for_proxy", "client_max_body_size"],
    [500, "<html>nginx</html>", "refused_by_proxy", "proxy or a firewall"],
  ])(
    "with an answer of %i that is not the server's is told as what it is: %j",
    async (status, text, code, words) => {
      const { api, failureOf } = caller();
      server.use(http.get(ME, () => HttpResponse.html(text, { status })));
      const failure = await failureOf(api.me());
      expect(failure.code).toBe(code);
      expect(errorText(failure)).toContain(words);
    },
  );
});

describe("a successful request", () => {
  it("sends the given values, and omits the others", async () => {
    let asked = "";
    server.use(
      http.get("http://localhost:3000/api/properties/:property/contacts", ({ request }) => {
        asked = new URL(request.url).search;
        return HttpResponse.json({ items: [], next: null, total: 0 });
      }),
    );
    const { api } = caller();
    await api.contacts("abcde12345", { q: "ada & co" }, null);
    expect(asked).toBe("?q=ada+%26+co");
    await api.contacts("abcde12345", {}, "c1");
    expect(asked).toBe("?cursor=c1");
  });

  it("encodes the parameters of a path, so that they reach no other route", async () => {
    let path = "";
    server.use(
      http.get("http://localhost:3000/api/*", ({ request }) => {
        path = new URL(request.url).pathname;
        return HttpResponse.json(problem("not_found"), { status: 404 });
      }),
    );
    const { api, failureOf } = caller();
    await failureOf(api.conversation("abcde12345", "../../contacts/x?y"));
    expect(path).toBe("/api/properties/abcde12345/conversations/..%2F..%2Fcontacts%2Fx%3Fy");
  });

  it("can have an empty answer", async () => {
    server.use(
      http.post("http://localhost:3000/api/sign-out", () => new HttpResponse(null, { status: 204 })),
    );
    await expect(caller().api.signOut()).resolves.toBeNull();
  });
});

describe("the address of the preview", () => {
  it("contains the draft as base64url of UTF-8", () => {
    const draft = defaultSettings("Gärtnerei ≥ ليلى ???>>>", "UTC");
    const address = previewAddress("abcde12345", {
      draft,
      form: "offline",
      language: "ar",
      view: "launcher",
    });
    const query = new URL(address, "http://localhost").searchParams;
    expect(query.get("draft")).toMatch(/^[\w-]+$/);
    expect(JSON.parse(Buffer.from(query.get("draft") ?? "", "base64url").toString())).toEqual(draft);
    expect(query.get("form")).toBe("offline");
    expect(query.get("language")).toBe("ar");
    expect(query.get("view")).toBe("launcher");
  });
});
