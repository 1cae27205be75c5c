import { readdir, readFile } from 'node:fs/promises';

const BYTES_PER_KILOBYTE = 1024;

/**
 * Memory of a process and all that it has started, bytes: what processes share is counted once (Linux's proportional set
 * size). Undefined on other systems.
 */
export async function processTreeMemory(root: number): Promise<number | undefined> {
  const parents = await readParents();
  const family = new Set([root]);
  // Children have been started after their parents, though not always with a higher number: until none is added.
  for (let size = 0; size < family.size; ) {
    size = family.size;
    for (const [pid, parent] of parents) {
      if (family.has(parent)) {
        family.add(pid);
      }
    }
  }
  const sizes = await Promise.all([...family].map(proportionalSize));
  return sizes[0] === undefined ? undefined : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
}

/** Each process's parent; empty where the system does not tell. */
async function readParents(): Promise<ReadonlyMap<number, number>> {
  const names = await readdir('/proc').catch(() => []);
  const pids = names.filter((name) => /^\d+$/.test(name));
  const parents = await Promise.all(
    pids.map(async (pid) => {
      const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
      return [Number(pid), Number(/^PPid:\s*(\d+)/m.exec(status)?.[1])] as const;
    }),
  );
  return new Map(parents);
}

/** Undefined for a process that has ended meanwhile. */
async function proportionalSize(pid: number): Promise<number | undefined> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  const kilobytes = /^Pss:\s*(\d+) kB/m.exec(text)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * BYTES_PER_KILOBYTE;
}
