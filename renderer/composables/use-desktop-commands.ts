// What the desktop shell's menu and notifications ask the window for.

import { onScopeDispose } from 'vue';
import { useRouter } from 'vue-router';
import type { DesktopCommand } from '../../core/protocol/desktop-bridge.ts';
import { useNotices } from '../stores/notices.ts';

export interface CommandTargets {
  readonly go: (view: 'runs' | 'new-run' | 'engines' | 'settings') => void;
  readonly toggleTheme: () => void;
  readonly showKeyboardMap: () => void;
}

export function useDesktopCommands({ go, toggleTheme, showKeyboardMap }: CommandTargets): void {
  const router = useRouter();
  const notices = useNotices();
  const undo = window.critic?.onCommand((command: DesktopCommand, subject) => {
    switch (command) {
      case 'new-run':
        go('new-run');
        break;
      case 'show-runs':
        go('runs');
        break;
      case 'show-run':
        if (subject !== null) void router.push({ name: 'run', params: { id: subject } });
        break;
      case 'show-engines':
        go('engines');
        break;
      case 'show-settings':
        go('settings');
        break;
      case 'show-shortcuts':
        showKeyboardMap();
        break;
      case 'toggle-theme':
        toggleTheme();
        break;
      case 'saving':
        notices.say('Saving the runs in training before the program quits …', { stayMs: 60_000 });
        break;
    }
  });
  if (undo !== undefined) onScopeDispose(undo);
}
