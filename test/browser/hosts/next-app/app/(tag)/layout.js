export const metadata = { title: "Next shop" };
// the address of the script is known when the server starts
export const dynamic = "force-dynamic";

/** The tag as the dashboard gives it, in the layout of all pages. */
export default function RootLayout({ children }) {
  return (
    <html lang="en">
      <body>
        {children}
        <script async src={process.env.FOYER_SCRIPT} />
      </body>
    </html>
  );
}
