// The names of what preload and main process say to each other, besides `lineMessage`.

/** Page to main process: it wants a line to the host. */
export const openLineChannel = 'critic:open-line';
/** Main process to page: a DesktopCommand and its subject. */
export const commandChannel = 'critic:command';
