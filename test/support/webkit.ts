import type { OpenedPage, PageOptions } from "./engines-page.ts";
import { shared } from "./shared.ts";
import { startDisplay, startSession, type WebDriverSession } from "./webkit-driver.ts";
import { WebKitPage } from "./webkit-page.ts";

const sharedDisplay = shared(startDisplay);

/** Opens a page of WebKitGTK in a browser of its own, because a driver has one session and a session one profile. */
export async function newWebKitPage(options: PageOptions): Promise<OpenedPage> {
  const session = await startSession(await sharedDisplay());
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
