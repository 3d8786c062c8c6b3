import { AccountPage } from "./account-page.tsx";

/** No account exists yet; only the server's log has the link to create the first one. */
export function NotSetUpScreen() {
  return (
    <AccountPage title="Set up Foyer" lead="This server has no account yet.">
      <p>
        Open the set-up link that the server prints when it starts. In its log, look for the line that begins
        with{" "}
        <code class="notranslate" translate={false}>
          First run:
        </code>
        .
      </p>
      <p class="hint">The link works once. Each start of the server prints a new one.</p>
    </AccountPage>
  );
}
