// One process writes into a run's folder at a time. It holds an advisory lock
// of the operating system on `.resume/lock`, which ends with the process
// however that ends: a lock can be neither stale nor somebody else's whose
// process number came back. What is written in the file is for messages only.
import { writeError } from "../artifacts/write_error.ts";
import { InputError } from "../errors.ts";

/**
 * Folder inside a run's folder for what an unfinished run leaves; a finished
 * one has none.
 */
export const RESUME_FOLDER = ".resume";

const LOCK = "lock";
const ATTEMPTS = 20;

/** The right to write into a run's folder. */
export class RunLock {
  #file: Deno.FsFile | null;

  /**
   * Holds a lock that is taken; see `lockRun`.
   *
   * @param folder The run's folder.
   * @param file The locked file.
   * @param made Whether the folder was made for this.
   */
  constructor(
    readonly folder: string,
    file: Deno.FsFile,
    readonly made: boolean,
  ) {
    this.#file = file;
  }

  /** The folder for what must outlive a kill. */
  get resumeFolder(): string {
    return `${this.folder}/${RESUME_FOLDER}`;
  }

  /** Gives the lock back; leaves no empty folders. */
  async release(): Promise<void> {
    const file = this.#file;
    if (file === null) return;
    this.#file = null;
    // Removed while it is held: whoever opened it before sees that it is gone.
    await Deno.remove(`${this.resumeFolder}/${LOCK}`).catch(() => {});
    file.close();
    await Deno.remove(this.resumeFolder).catch(() => {}); // if it is empty
    if (this.made) await Deno.remove(this.folder).catch(() => {});
  }

  /** The run is finished: removes what was kept for resuming, then releases. */
  async finish(): Promise<void> {
    await this.clear();
    await this.release();
  }

  /** Removes what an unfinished run left here, but for the lock. */
  async clear(): Promise<void> {
    for await (const { name } of Deno.readDir(this.resumeFolder)) {
      if (name === LOCK) continue;
      await Deno.remove(`${this.resumeFolder}/${name}`, { recursive: true });
    }
  }
}

/**
 * Takes the lock of a run's folder, which is made if it is missing.
 *
 * @param folder The folder.
 * @throws {InputError} If another process writes there, or nobody may.
 */
export async function lockRun(folder: string): Promise<RunLock> {
  const made = !await exists(folder);
  const path = `${folder}/${RESUME_FOLDER}/${LOCK}`;
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const file = await openLock(folder, path);
      if (file === null) continue; // the one before us is tidying up
      try {
        if (!await tryLock(file)) throw new InputError(await busy(folder));
        if (await isStill(file, path)) {
          await writeOwner(file);
          return new RunLock(folder, file, made);
        }
      } catch (error) {
        file.close();
        throw error;
      }
      file.close();
    }
  } catch (error) {
    throw writeError(error, folder);
  }
  throw new InputError(await busy(folder));
}

async function openLock(
  folder: string,
  path: string,
): Promise<Deno.FsFile | null> {
  try {
    await Deno.mkdir(`${folder}/${RESUME_FOLDER}`, { recursive: true });
    return await Deno.open(path, { read: true, write: true, create: true });
  } catch (error) {
    // The folder was removed between two looks of the system.
    const gone = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.AlreadyExists;
    if (gone) return null;
    throw error;
  }
}

/** True where the file system knows no locks: better a run than none. */
async function tryLock(file: Deno.FsFile): Promise<boolean> {
  try {
    return await file.tryLock(true);
  } catch (error) {
    const code = String((error as { code?: unknown }).code);
    if (["ENOTSUP", "EOPNOTSUPP", "ENOLCK", "ENOSYS"].includes(code)) {
      return true;
    }
    if (error instanceof Deno.errors.NotSupported) return true;
    throw error;
  }
}

/** Whether the file that was locked has not been removed in the meantime. */
async function isStill(file: Deno.FsFile, path: string): Promise<boolean> {
  try {
    const [opened, named] = await Promise.all([file.stat(), Deno.stat(path)]);
    return opened.ino === named.ino && opened.dev === named.dev;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function writeOwner(file: Deno.FsFile): Promise<void> {
  const owner = { pid: Deno.pid, since: new Date().toISOString() };
  await file.truncate(0);
  await file.write(new TextEncoder().encode(JSON.stringify(owner) + "\n"));
}

async function busy(folder: string): Promise<string> {
  let owner = "";
  try {
    const path = `${folder}/${RESUME_FOLDER}/${LOCK}`;
    const { pid, since } = JSON.parse(await Deno.readTextFile(path));
    owner = ` (process ${Number(pid)}, since ${new Date(since).toISOString()})`;
  } catch {
    // Windows lets nobody read a locked file.
  }
  return `${folder}: another run is writing there${owner}; wait for it, stop ` +
    "it, or give another --out";
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    if (error instanceof Deno.errors.NotADirectory) return false;
    throw error;
  }
}
