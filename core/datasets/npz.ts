// One array of an .npz file, which is a ZIP archive of .npy files. What an archive says of its sizes bounds what is
// inflated: more than it announces, or more than is read at all, is refused.

import { unzipSync } from 'fflate';
import { DataError } from './dataset.ts';

interface Member {
  readonly name: string;
  /** As it says; and as it is in the file. */
  readonly bytes: number;
  readonly packedBytes: number;
}

/** Deflate gains no more than this. */
const mostGain = 1032;
/** A directory of more is made to keep whoever reads it busy. */
const mostMembers = 10_000;

const wanted = ['images', 'x_train', 'train_images', 'x', 'data', 'points', 'arr_0'];

/** The bytes of the member `entry`, or of the one that is meant where none is named; with its name. */
export function readNpzMember(
  path: string,
  file: Uint8Array,
  entry: string | undefined,
  maxBytes: number,
): { readonly name: string; readonly bytes: Uint8Array } {
  const members = listMembers(path, file);
  const name = chooseMember(path, members, entry);
  const member = members.find((one) => one.name === name)!;
  if (member.bytes > maxBytes)
    throw new DataError(
      `"${path}" announces ${member.bytes} bytes for the array ${name}, more than the ${maxBytes} that are read; ` +
        'save a smaller array.',
    );
  if (member.bytes > mostGain * member.packedBytes + 64) throw damaged(path);
  return { name, bytes: extract(path, file, name) };
}

function listMembers(path: string, file: Uint8Array): readonly Member[] {
  const members: Member[] = [];
  let seen = 0;
  try {
    unzipSync(file, {
      filter({ name, originalSize, size }) {
        seen += 1;
        if (seen > mostMembers) throw new RangeError('Too many members.');
        if (name.endsWith('.npy'))
          members.push({ name: name.slice(0, -4), bytes: originalSize, packedBytes: size });
        return false;
      },
    });
  } catch {
    throw damaged(path);
  }
  if (members.length === 0)
    throw new DataError(
      `"${path}" holds no NumPy arrays; save some with numpy.savez and set data.path to that.`,
    );
  return members;
}

function chooseMember(path: string, members: readonly Member[], entry: string | undefined): string {
  const names = members.map(({ name }) => name);
  const listed = names.slice(0, 12).join(', ');
  if (entry !== undefined) {
    const bare = entry.replace(/\.npy$/u, '');
    if (names.includes(bare)) return bare;
    throw new DataError(`"${path}" has no array "${entry}"; set data.entry to one of ${listed}.`);
  }
  if (names.length === 1) return names[0];
  const usual = wanted.find((name) => names.includes(name));
  if (usual !== undefined) return usual;
  throw new DataError(`"${path}" holds several arrays; set data.entry to one of ${listed}.`);
}

function extract(path: string, file: Uint8Array, name: string): Uint8Array {
  let found: Uint8Array | undefined;
  try {
    // Into one buffer of the announced size: an archive that holds more than it says fills that and no more.
    found = unzipSync(file, { filter: (one) => one.name === `${name}.npy` })[`${name}.npy`];
  } catch {
    throw damaged(path);
  }
  return found;
}

const damaged = (path: string): DataError =>
  new DataError(
    `"${path}" is a damaged .npz file; save it again with numpy.savez, or copy it again where it came from.`,
  );
