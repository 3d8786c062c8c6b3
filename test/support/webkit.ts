import type { EngineBrowser, OpenedPage, PageOptions } from "./engines-page.ts";
import { type Display, startDisplay, startSession, type WebDriverSession } from "./webkit-driver.ts";
import { WebKitPage } from "./webkit-page.ts";

/** Starts WebKitGTK: one browser for each page, because a driver has one session and a session one profile. */
export async function launchWebKit(): Promise<EngineBrowser> {
  const display = await startDisplay();
  return {
    newPage: (options) => openPage(display, options),
    close: async () => display.stop(),
  };
}

async function openPage(display: Display, options: PageOptions): Promise<OpenedPage> {
  const session = await startSession(display);
  const inWindow = windowSwitch(session);
  return openedPage(inWindow, await session.command("GET", "/window"), options, () => session.close());
}

type InWindow = (handle: string) => WebDriverSession["command"];

function openedPage(
  inWindow: InWindow,
  handle: string,
  options: PageOptions,
  close: () => Promise<void>,
): OpenedPage {
  const command = inWindow(handle);
  const page = new WebKitPage(command, options.viewport);
  return {
    page,
    faults: () => page.faults(),
    async openTab() {
      const tab = await command<{ handle: string }>("POST", "/window/new", { type: "tab" });
      const inTab = inWindow(tab.handle);
      return openedPage(inWindow, tab.handle, options, async () => void (await inTab("DELETE", "/window")));
    },
    close,
  };
}

/** Sends each command to its own window: WebDriver has one current window, and the pages of a test take turns. */
function windowSwitch(session: WebDriverSession): InWindow {
  let current = "";
  let before: Promise<unknown> = Promise.resolve();
  return (handle) => (method, path, body) => {
    const send = async () => {
      if (current && current !== handle) await session.command("POST", "/window", { handle });
      current = handle;
    };
    const answer = before.then(send).then(() => session.command<never>(method, path, body));
    // the caller learns of a failure; the next command does not depend on it
    before = answer.catch(() => undefined);
    return answer;
  };
}
