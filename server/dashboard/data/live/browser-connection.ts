import { BASE } from "../base-path.ts";
import type { LiveSocket } from "./connection.ts";
import type { LiveDeps, TabChannel } from "./live.ts";

const NAME = "foyer.live";

/** The live connection's socket, on the server that the page came from. */
export function browserSocket(page: Window): LiveSocket {
  const address = new URL(`${BASE}/api/live`, page.location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(address);
  const live: LiveSocket = {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => socket.close(),
    onOpen: () => undefined,
    onText: () => undefined,
    onClose: () => undefined,
  };
  socket.onopen = () => live.onOpen();
  socket.onmessage = ({ data }) => {
    if (typeof data === "string") live.onText(data);
  };
  socket.onclose = () => live.onClose();
  return live;
}

/** The channel between tabs and the election of the leader; an insecure page has no locks and leads itself. */
export function browserTabs(): Pick<LiveDeps, "channel" | "elect"> {
  if (!navigator.locks || typeof BroadcastChannel === "undefined")
    return {
      channel: null,
      elect(lead) {
        lead();
        return () => undefined;
      },
    };
  return { channel: browserChannel(), elect: electByLock };
}

function browserChannel(): TabChannel {
  const line = new BroadcastChannel(NAME);
  const channel: TabChannel = { post: (message) => line.postMessage(message), onMessage: () => undefined };
  // only this page's own code has this channel, in tabs of the same server
  line.onmessage = ({ data }) => channel.onMessage(data);
  return channel;
}

function electByLock(lead: () => void): () => void {
  let retire: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    retire = resolve;
  });
  const giveUp = new AbortController();
  navigator.locks
    .request(NAME, { signal: giveUp.signal }, () => {
      lead();
      return held;
    })
    .catch(() => undefined); // aborted: this tab left before it was its turn
  return () => {
    giveUp.abort();
    retire();
  };
}
