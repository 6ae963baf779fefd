// The window over a made-up host: `?runs=5000` chooses how many runs, `?runs=0` shows the first start, `&every=2` how
// many iterations there are between stored grids.

import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from '../../../renderer/App.vue';
import { openSession } from '../../../renderer/bridge/session.ts';
import { shellKey } from '../../../renderer/bridge/shell.ts';
import { createAppRouter } from '../../../renderer/router.ts';
import '../../../renderer/styles/fonts.css';
import '../../../renderer/styles/tokens.css';
import '../../../renderer/styles/base.css';
import { madeUpHost, thumbnail } from './host.ts';

const query = new URLSearchParams(location.search);
const count = Number(query.get('runs') ?? '24');
const every = Number(query.get('every') ?? '100');
createApp(App)
  .use(createPinia())
  .use(createAppRouter())
  .provide(shellKey, {
    session: openSession(() => Promise.resolve(madeUpHost(count, every))),
    runFile: (run) => thumbnail(run),
  })
  .mount('#app');
