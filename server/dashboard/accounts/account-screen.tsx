import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import type { Me } from "../../../shared/account.ts";
import { useTitle } from "../ui/use-title.ts";
import { ChangePassword } from "./change-password.tsx";
import { Sessions } from "./sessions.tsx";
import { TwoFactor } from "./two-factor.tsx";

/** One's own account: password, two-factor authentication and sessions. */
export function AccountScreen({ me }: { me: Me }) {
  useTitle("Account and security");
  return (
    <main class="own-account" id="main" tabIndex={-1}>
      <div class="own-account-column">
        <h1>Account and security</h1>
        <Section title="Two-factor authentication">
          <TwoFactor me={me} />
        </Section>
        <Section title="Password">
          <ChangePassword me={me} />
        </Section>
        <Section title="Sessions">
          <Sessions />
        </Section>
      </div>
    </main>
  );
}

function Section({ title, children }: { title: string; children: ComponentChildren }) {
  const heading = useId();
  return (
    <section class="own-account-section" aria-labelledby={heading}>
      <h2 id={heading}>{title}</h2>
      {children}
    </section>
  );
}
