import type { Finding } from "../../api/foyer.ts";

/** The severity of each finding, and the words: what is found, and how to mend it. */
const FINDINGS = {
  offline: ["error", "The browser is offline."],
  request_blocked: [
    "error",
    "Requests to the server fail, although the browser is online. An ad blocker, a firewall, DNS or a certificate may be the reason, or the server is down. Open the server's address in a tab of its own, and try again without extensions.",
  ],
  answer_unreadable: [
    "error",
    "Something answers in the server's place, and the page may not read it. Look for a proxy or a firewall between the browser and the server that refuses POST requests or removes Access-Control-Allow-Origin.",
  ],
  proxy_answers: [
    "error",
    "A proxy or a firewall answers in the server's place. Let it pass all requests below /w/ on, with their methods and bodies.",
  ],
  server_failed: ["error", "The server has failed. Its log has the reason."],
  too_many_requests: [
    "warning",
    "The server limits this address. Wait a minute, and call Foyer.doctor() again.",
  ],
  property_unknown: [
    "error",
    "The server has no property with this ID. Copy the script tag from Settings → Install again.",
  ],
  origin_not_allowed: [
    "error",
    "This site is not on the property's list of allowed sites. Add its origin in Settings → Sites.",
  ],
  script_outdated: [
    "warning",
    "The page runs an older script than the server has now. Empty the caches of the browser, of your CDN and of plugins; if you serve a copy of the script, renew it.",
  ],
  clock_wrong: [
    "warning",
    "The clock of this device is wrong, so times are shown wrongly, and identity tokens that are made here may be refused.",
  ],
  token_refused: [
    "warning",
    "The server does not accept the visitor's token. The widget gets another one by itself; if this stays, another tab or extension overwrites what is stored.",
  ],
  visitor_blocked: ["error", "An agent has blocked this visitor. Unblock them in the dashboard."],
  csp_connect: [
    "error",
    "The page's content security policy forbids requests to the server. Add the server's origin to connect-src.",
  ],
  csp_script: [
    "error",
    "The page's content security policy forbids scripts of the server. Add the server's origin to script-src.",
  ],
  csp_websocket: [
    "warning",
    "The page's content security policy forbids the live connection, so answers come some seconds late. Add the server's origin with wss: to connect-src.",
  ],
  csp_blocks: ["warning", "The page's content security policy forbids something that the widget needs."],
  trusted_types: [
    "warning",
    "The page demands Trusted Types, and something was refused. The npm package needs the policy “foyer” in trusted-types.",
  ],
  script_blocked: [
    "error",
    "A script of the widget cannot be loaded, although the server answers. An ad blocker or a proxy may refuse it.",
  ],
  websocket_refused: [
    "warning",
    "The live connection cannot be opened, so answers come some seconds late. Let the proxy in front of the server pass WebSockets on (the headers Upgrade and Connection).",
  ],
  storage_blocked: [
    "warning",
    "The browser does not store anything for this page: a private window, a setting, or a frame. The visitor is a new one on each page.",
  ],
  storage_full: [
    "warning",
    "The browser's storage for this site is full. The widget cannot store; remove other data of the site.",
  ],
  database_blocked: [
    "warning",
    "IndexedDB cannot be used (some private windows forbid it), so a message that is not sent yet is lost with the page.",
  ],
  frame: [
    "info",
    "The page is inside a frame of another site. Browsers give it a storage of its own, or none: the visitor is another one than on the site itself.",
  ],
  consent_missing: [
    "info",
    'The visitor has not agreed yet, so nothing is stored or sent, and the network is not checked. Call Foyer.consent("granted") once they have.',
  ],
  not_https: [
    "warning",
    "The page is not served over https. Some browsers then refuse storage, and a visitor who has to prove work cannot write.",
  ],
  local_file: [
    "error",
    "The page is a file on this device, which has no origin that could be allowed. Serve it by a web server.",
  ],
  second_script: [
    "warning",
    "The page has more than one script tag of Foyer. Only the first counts: remove the others.",
  ],
  name_taken: ["warning", "The page uses the name window.Foyer itself. Rename it, or use the npm package."],
  launcher_removed: ["error", "The widget's element is not in the page: a script has removed it."],
  launcher_hidden: ["warning", "The launcher is hidden: by Foyer.hide(), or by the page's styles."],
  launcher_covered: ["warning", "Something of the page covers the launcher."],
  launcher_missing: [
    "warning",
    "The selector of your own launchers finds nothing on this page, and the built-in launcher is hidden.",
  ],
  identity_refused: [
    "error",
    "The server has refused to identify the visitor. The code says why; Settings → Identity → Check a token says more.",
  ],
  command_failed: ["warning", "A command was not carried out."],
} as const satisfies Readonly<Record<string, readonly [Finding["severity"], string]>>;

export type FindingCode = keyof typeof FINDINGS;

/** A finding, with what is particular to this page. */
export function finding(code: FindingCode, detail?: string): Finding {
  const [severity, text] = FINDINGS[code];
  return { code, severity, text, ...(detail && { detail }) };
}
