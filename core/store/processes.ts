// Whether a process that owned a run is still the same process. A process id alone is no proof: ids are used
// again, at once after a restart of the machine. On Linux the boot and the start time decide.

import { readFileSync } from 'node:fs';

export interface ProcessIdentity {
  readonly pid: number;
  /** The boot the process belongs to; null where the system does not tell. */
  readonly bootId: string | null;
  /** Start of the process in the system's own units; null where the system does not tell. */
  readonly startTime: string | null;
}

/** What is asked of the system. */
export interface ProcessTable {
  /** Text of a small system file, or null when there is none. */
  read(path: string): string | null;
  /** Whether some process has this id. */
  exists(pid: number): boolean;
}

export const systemProcesses: ProcessTable = {
  read(path) {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return null;
    }
  },
  exists(pid) {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      // Not allowed to signal it: it exists and belongs to somebody else.
      return error instanceof Error && 'code' in error && error.code === 'EPERM';
    }
  },
};

export function identify(pid: number, table: ProcessTable = systemProcesses): ProcessIdentity {
  return { pid, bootId: bootId(table), startTime: processState(pid, table)?.startTime ?? null };
}

/** Whether the process identified earlier still runs. */
export function isAlive(identity: ProcessIdentity, table: ProcessTable = systemProcesses): boolean {
  const boot = bootId(table);
  if (boot === null || identity.bootId === null) return table.exists(identity.pid);
  if (boot !== identity.bootId) return false;
  const state = processState(identity.pid, table);
  if (state === null || state.code === 'Z') return false;
  return identity.startTime === null || state.startTime === identity.startTime;
}

function bootId(table: ProcessTable): string | null {
  return table.read('/proc/sys/kernel/random/boot_id')?.trim() ?? null;
}

/** State letter and start time, fields 3 and 22 of proc_pid_stat(5). */
function processState(pid: number, table: ProcessTable): { code: string; startTime: string } | null {
  const stat = table.read(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The name, field 2, stands in parentheses and may hold spaces and parentheses itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { code: fields[0] ?? '', startTime: fields[19] ?? '' };
}
