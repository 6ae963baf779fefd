// What the desktop app's preload gives to the page as `window.critic`. A page without it was opened from a server.

/**
 * What the menu, a notification or the shell asks the page for. `show-run` comes with the run's id as subject;
 * `saving` says that the program is about to quit and saves its runs: nothing more can be asked of it.
 */
export type DesktopCommand =
  | 'new-run'
  | 'show-runs'
  | 'show-run'
  | 'show-engines'
  | 'show-settings'
  | 'show-shortcuts'
  | 'toggle-theme'
  | 'saving';

export interface DesktopBridge {
  readonly shell: 'desktop';
  /** Node's name of the operating system. */
  readonly platform: string;
  /**
   * Asks for a MessagePort to the host. It arrives as a `message` event of the window, from the window itself, with
   * the data `lineMessage` and the port as `ports[0]`. A line asked for again replaces the one before.
   */
  openLine(): void;
  /** Where a file lies that was dropped on the page or chosen in it; empty for one that was made in the page. */
  pathOf(file: object): string;
  /** Calls the handler with every command. Returns the undo. */
  onCommand(handler: (command: DesktopCommand, subject: string | null) => void): () => void;
}

/** The data of the window's message event that brings the port. */
export const lineMessage = 'critic:line';

/** What the files of runs are found below in the desktop app: `run://critic/<run>/thumbnail.png`. */
export const desktopRunFiles = 'run://critic/';
