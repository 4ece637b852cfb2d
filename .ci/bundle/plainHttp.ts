import type { Plugin } from 'esbuild';

/**
 * Loads `node:http` by `require`. An `import` of it reads everything that it exports, `WebSocket` too, for which Node
 * loads its whole fetch implementation: a sixth of what a function takes to start.
 */
export const plainHttp: Plugin = {
  name: 'plain-http',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?http$/ }, ({ kind }) =>
      kind === 'import-statement' ? { path: 'node:http', namespace: 'plain-http' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'plain-http' }, () => ({
      contents: `module.exports = require('node:http');`,
    }));
  },
};
