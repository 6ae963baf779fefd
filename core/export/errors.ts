// What cannot be exported or imported, as a sentence that says why and what to do.

export class ExportError extends Error {
  override readonly name: string = 'ExportError';
}

/** A file that was to be imported is not what it should be. */
export class ImportError extends ExportError {
  override readonly name = 'ImportError';
}
