// The vendors' own packages, as a site that moves to Foyer has them. The bundle is served by test/browser/compat.test.ts.
import * as intercom from "@intercom/messenger-js-sdk";
import TawkMessenger from "@tawk.to/tawk-messenger-react";
import { Crisp } from "crisp-sdk-web";
import { createElement, createRef } from "react";
import { createRoot } from "react-dom/client";

/** What the packages have called, in order. */
const happened = [];
const note =
  (name) =>
  (...args) =>
    happened.push([name, ...args]);

/** @param {string} server @param {string} property */
function startIntercom(server, property) {
  intercom.Intercom({ app_id: property, widgetUrl: `${server}/widget/${property}`, name: "Ada" });
  intercom.onShow(note("show"));
  intercom.onHide(note("hide"));
  intercom.onUnreadCountChange(note("unread"));
  return intercom;
}

/** @param {string} server @param {string} property */
function startCrisp(server, property) {
  Crisp.configure(property, { clientUrl: `${server}/l.js`, locale: "de" });
  Crisp.user.setNickname("Ada");
  Crisp.session.onLoaded(note("loaded"));
  Crisp.chat.onChatOpened(note("opened"));
  Crisp.chat.onChatClosed(note("closed"));
  return Crisp;
}

/**
 * The package asks `https://embed.HOST`, which a server of a test can't be: the address of the script is changed.
 *
 * @param {string} server @param {string} property
 */
function startTawk(server, property) {
  const source = Object.getOwnPropertyDescriptor(HTMLScriptElement.prototype, "src");
  Object.defineProperty(HTMLScriptElement.prototype, "src", {
    ...source,
    set(address) {
      source.set.call(this, String(address).replace("https://embed.", "http://"));
    },
  });
  const ref = createRef();
  const props = {
    propertyId: property,
    widgetId: "default",
    basePath: server.replace("http://", ""),
    customStyle: { visibility: { dekstop: { position: "bl", xOffset: 40, yOffset: 50 } } },
    onLoad: note("load"),
    onBeforeLoad: note("beforeLoad"),
    onChatMaximized: note("maximized"),
    onChatMinimized: note("minimized"),
    ref,
  };
  createRoot(document.body.appendChild(document.createElement("div"))).render(
    createElement(TawkMessenger, props),
  );
  return ref;
}

Object.assign(window, { vendors: { startIntercom, startCrisp, startTawk, happened } });
