import Link from "next/link";

export default function Page() {
  return (
    <main>
      <h1>Next shop</h1>
      <Link href="/clock">Clock</Link>
    </main>
  );
}
