import type { ComponentChildren } from "preact";

/** The frame of the pages before the dashboard: one task, one column, the door in front. */
export function AccountPage({
  title,
  lead,
  children,
}: {
  title: string;
  lead?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <main class="account-page" id="main">
      <div class="account-card">
        <p class="wordmark">
          <Door />
          Foyer
        </p>
        <h1>{title}</h1>
        {lead && <p class="lead">{lead}</p>}
        {children}
      </div>
    </main>
  );
}

/** An arched door, a little open: the product's mark. */
function Door() {
  return (
    <svg class="door" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
      <path class="door-arch" d="M6 29V14a10 10 0 0 1 20 0v15z" />
      <path class="door-leaf" d="M10 29V14.5a6 6 0 0 1 9-5.2V29z" />
    </svg>
  );
}
