import type { ComponentChildren } from "preact";

/** The layout of the pages before sign-in: one card with the logo and one task. */
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
          <Logo />
          Foyer
        </p>
        <h1>{title}</h1>
        {lead && <p class="lead">{lead}</p>}
        {children}
      </div>
    </main>
  );
}

/** The logo. */
function Logo() {
  return (
    <svg class="door" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
      <path class="door-arch" d="M6 29V14a10 10 0 0 1 20 0v15z" />
      <path class="door-leaf" d="M10 29V14.5a6 6 0 0 1 9-5.2V29z" />
    </svg>
  );
}
