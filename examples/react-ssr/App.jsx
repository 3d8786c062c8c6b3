/** @jsxImportSource react */
import { Foyer, useFoyer } from "foyer-chat/react";
import { StrictMode, useEffect, useState } from "react";

const PAGES = {
  "/": ["Clay on Thursdays", "Eight wheels, one kiln, and tea at nine. No experience needed."],
  "/classes": ["Classes", "Throwing, handbuilding and glazing, in groups of six."],
  "/press": ["Press", "A page without the chat: it is taken away, and comes back on the others."],
};

/** The address of the page, which the server gives at first. */
function usePath(first) {
  const [path, setPath] = useState(first);
  useEffect(() => {
    const onPopState = () => setPath(location.pathname);
    addEventListener("popstate", onPopState);
    return () => removeEventListener("popstate", onPopState);
  }, []);
  const go = (event) => {
    event.preventDefault();
    history.pushState(null, "", event.currentTarget.href);
    setPath(location.pathname);
  };
  return [path, go];
}

function AskButton({ unread }) {
  const foyer = useFoyer();
  return (
    <button type="button" onClick={() => foyer.open()}>
      Ask us{unread > 0 && ` (${unread})`}
    </button>
  );
}

export function App({ path: first, server, property }) {
  const [path, go] = usePath(first);
  const [unread, setUnread] = useState(0);
  const [isDelivered, setIsDelivered] = useState(false);
  const [title, text] = PAGES[path] ?? PAGES["/"];
  return (
    <StrictMode>
      {path !== "/press" && (
        <Foyer
          server={server}
          property={property}
          onUnread={({ detail }) => setUnread(detail.count)}
          onDelivered={() => setIsDelivered(true)}
        />
      )}
      <nav aria-label="Main">
        {Object.entries(PAGES).map(([address, [name]]) => (
          <a key={address} href={address} onClick={go}>
            {name}
          </a>
        ))}
      </nav>
      <main>
        <h1>{title}</h1>
        <p>{text}</p>
        <AskButton unread={unread} />
        {isDelivered && <p role="status">Thank you. We answer within a day.</p>}
      </main>
    </StrictMode>
  );
}
