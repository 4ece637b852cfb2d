/**
 * Imports go one way: functions → adapters, sync → ports → domain; in the app screens → parts, live → firebase → model.
 * Tests may import anything; nothing imports tests.
 */
const layer = (name, path, allowed) => ({
  name,
  severity: 'error',
  from: { path },
  to: { path: '^(functions|shared|web|test)/', pathNot: allowed },
});

/** Of the app, which is told apart by folders; each may import itself. */
const webLayer = (folder, ...allowed) => ({
  name: `web-${folder}-imports`,
  severity: 'error',
  from: { path: `^web/src/${folder}/` },
  to: { path: '^web/src/', pathNot: `^web/src/(${[folder, ...allowed].join('|')})/` },
});

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    layer('domain-imports-domain', '^shared/domain/', '^shared/domain/'),
    layer('ports-import-domain', '^shared/ports/', '^shared/(ports|domain)/'),
    layer('sync-imports-ports', '^shared/sync/', '^shared/(sync|domain|ports)'),
    layer('adapters-import-ports', '^shared/adapters/', '^shared/(adapters|domain|ports)'),
    layer('functions-import-shared', '^functions/', '^(functions|shared)/'),
    {
      name: 'web-imports-the-domain',
      comment:
        'What runs in browsers is the app and pure functions of the domain; types may be from anywhere in shared.',
      severity: 'error',
      from: { path: '^web/' },
      to: {
        path: '^(functions|shared|test)/',
        pathNot: '^shared/domain/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'web-imports-no-server',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^(functions|test|\\.ci)/' },
    },
    {
      name: 'web-has-no-node',
      severity: 'error',
      from: { path: '^web/' },
      to: { dependencyTypes: ['core'] },
    },
    webLayer('screens', 'parts', 'live', 'firebase', 'model', 'words', 'styles'),
    webLayer('parts', 'words'),
    webLayer('live', 'firebase', 'model', 'words'),
    webLayer('firebase', 'model'),
    webLayer('model'),
    webLayer('words', 'model'),
    {
      name: 'firebase-stays-below-the-screens',
      severity: 'error',
      from: { path: '^web/src/(screens|parts|words|styles)/' },
      to: { path: 'node_modules/@?firebase/' },
    },
    {
      name: 'domain-is-pure',
      comment: 'No SDK, clock, randomness or I/O: of Node only hashing, of npm only parsers and sanitisers.',
      severity: 'error',
      from: { path: '^shared/domain/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|buffer)$' },
    },
    {
      name: 'sdks-stay-in-adapters',
      severity: 'error',
      from: { path: '^shared/(domain|sync|ports)' },
      to: { path: 'node_modules/(@google-cloud|googleapis|google-auth-library|firebase|pino)' },
    },
    {
      name: 'only-config-reads-the-environment',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(node:)?process$' },
    },
    {
      name: 'no-dev-dependency-in-the-product',
      severity: 'error',
      from: { path: '^(functions|shared|web)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
