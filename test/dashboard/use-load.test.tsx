// @vitest-environment happy-dom
import { act, cleanup, renderHook, waitFor } from "@testing-library/preact";
import { afterEach, expect, it } from "vitest";
import { useLoad } from "../../server/dashboard/data/use-load.ts";

afterEach(cleanup);

it("an answer to an earlier request does not replace the answer to a later one", async () => {
  const answers: ((value: string) => void)[] = [];
  const load = () => new Promise<string>((resolve) => answers.push(resolve));
  const { result } = renderHook(() => useLoad("contact", load));
  const shows = (value: string) =>
    waitFor(() => expect(result.current.loaded).toEqual({ kind: "ready", value }));
  answers[0]?.("first");
  await shows("first");
  const reloads = [result.current.reload(), result.current.reload()];
  answers[2]?.("newest");
  await shows("newest");
  answers[1]?.("old");
  await act(() => Promise.all(reloads).then(() => undefined));
  await shows("newest");
});
