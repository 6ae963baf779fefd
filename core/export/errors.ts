// What cannot be exported, as a sentence that says why and what to do.

export class ExportError extends Error {
  override readonly name = 'ExportError';
}
