import Link from "next/link";
import AskButton from "./ask-button";

export default function Page() {
  return (
    <main>
      <h1>Next shop with the package</h1>
      <AskButton />
      <Link href="/package/more">More</Link>
    </main>
  );
}
