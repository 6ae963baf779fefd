// The views and their addresses. Addresses are hashes, so that the page works under any origin.

import { createRouter, createWebHashHistory, type Router } from 'vue-router';

export function createAppRouter(): Router {
  return createRouter({
    history: createWebHashHistory(),
    routes: [
      { path: '/', redirect: { name: 'runs' } },
      { path: '/runs', name: 'runs', component: () => import('./views/RunsView.vue') },
      /** `?from=<run id>` starts from a copy of a run, `?preset=<id>` from a preset. */
      { path: '/new', name: 'new-run', component: () => import('./views/DesignerView.vue') },
      { path: '/run/:id', name: 'run', component: () => import('./views/RunView.vue'), props: true },
      {
        path: '/gallery/:id',
        name: 'gallery',
        component: () => import('./views/GalleryView.vue'),
        props: true,
      },
      /** Ids of two to six runs, joined by commas. */
      {
        path: '/compare/:ids',
        name: 'compare',
        component: () => import('./views/CompareView.vue'),
        props: true,
      },
      /** The group that the runs of a sweep share. */
      { path: '/sweep/:group', name: 'sweep', component: () => import('./views/SweepView.vue'), props: true },
      /** What the lab shows is in its query: lab-state.ts. */
      { path: '/lab', name: 'lab', component: () => import('./views/LabView.vue') },
      { path: '/guide/:id?', name: 'guide', component: () => import('./views/GuideView.vue'), props: true },
      { path: '/experiments', name: 'experiments', component: () => import('./views/ExperimentsView.vue') },
      { path: '/engines', name: 'engines', component: () => import('./views/EnginesView.vue') },
      { path: '/settings', name: 'settings', component: () => import('./views/SettingsView.vue') },
      { path: '/:rest(.*)*', redirect: { name: 'runs' } },
    ],
  });
}
