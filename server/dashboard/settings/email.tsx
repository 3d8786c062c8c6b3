import { EmailOut } from "./email-out.tsx";

/** How the property sends e-mail. Only admins may see it. */
export function EmailSection({ property, admin }: { property: string; admin: boolean }) {
  return admin ? <EmailOut property={property} /> : null;
}
