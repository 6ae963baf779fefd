// The window's composition root: finds out which shell it is in and puts the application together.

import { createPinia } from 'pinia';
import { createApp } from 'vue';
import { desktopRunFiles } from '../core/protocol/desktop-bridge.ts';
import App from './App.vue';
import { openPort } from './bridge/port.ts';
import { openSession } from './bridge/session.ts';
import { shellKey, type Shell } from './bridge/shell.ts';
import { openSocket, socketAddress } from './bridge/socket.ts';
import { createAppRouter } from './router.ts';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';

const desktop = window.critic;
const shell: Shell =
  desktop === undefined
    ? {
        session: openSession(() => openSocket(socketAddress(new URL(location.href)))),
        runFile: (run, name) => new URL(`/run/${run}/${name}`, location.href).href,
      }
    : {
        session: openSession(() => openPort(window, desktop)),
        runFile: (run, name) => `${desktopRunFiles}${run}/${name}`,
      };

const router = createAppRouter();
const app = createApp(App).use(createPinia()).use(router).provide(shellKey, shell);
// The first view is there when the frame appears.
await router.isReady();
app.mount('#app');
