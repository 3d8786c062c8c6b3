import { chmodSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Removes all rights of the group and of others from what a process creates. */
export const PRIVATE_UMASK = 0o077;

/** The rights of group and others, and the bit of folders in which everybody may create files, such as `/tmp`. */
const OTHERS = 0o077;
const STICKY = 0o1000;

/** The names that Foyer itself uses in its data folder: the database with its log and index, and the folders of files. */
const OWN = /^(foyer\.db(-\w+)?|files|incoming|imports)$/;

/**
 * Takes the rights of the group and of others from the data folder and from all that Foyer has made in it: the database has
 * the signing secrets and everybody's data. Files of other programs in it, and folders that everybody may write to, stay as
 * they are; links are not followed.
 *
 * @returns the paths whose rights could not be changed
 */
export function makePrivate(folder: string): readonly string[] {
  const failed: string[] = [];
  const restrict = (path: string): void => {
    const entry = lstatSync(path);
    if (entry.isSymbolicLink()) return;
    try {
      if (entry.mode & OTHERS && !(entry.mode & STICKY)) chmodSync(path, entry.mode & 0o7777 & ~OTHERS);
    } catch {
      failed.push(path); // it belongs to another user; the caller logs it
    }
  };
  const restrictAll = (path: string): void => {
    restrict(path);
    if (!lstatSync(path).isDirectory()) return;
    for (const name of readdirSync(path)) restrictAll(join(path, name));
  };
  restrict(folder);
  for (const name of readdirSync(folder)) if (OWN.test(name)) restrictAll(join(folder, name));
  return failed;
}
