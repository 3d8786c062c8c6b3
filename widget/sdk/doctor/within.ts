/** The longest time of a check, ms. */
const LIMIT = 6_000;

/** A promise that rejects after a while: on a cut connection, requests have no end. */
export function within<T>(job: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(reject, LIMIT, new Error("There was no answer."));
    job.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
