import { Foyer } from "foyer-chat/react";

export const metadata = { title: "Next shop" };
// the address of the server is known when the site starts
export const dynamic = "force-dynamic";

/** A server component, which has the widget for all pages below it. */
export default function RootLayout({ children }) {
  const { origin, pathname } = new URL(process.env.FOYER_SCRIPT);
  return (
    <html lang="en">
      <body>
        <Foyer server={origin} property={pathname.slice("/w/".length, -".js".length)} />
        {children}
      </body>
    </html>
  );
}
