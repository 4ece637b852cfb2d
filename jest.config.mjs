export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/support/jest/strip-types.mjs' },
  globalSetup: '<rootDir>/test/support/jest/start-emulators.mjs',
  globalTeardown: '<rootDir>/test/support/jest/stop-emulators.mjs',
  testTimeout: 60_000,
  maxWorkers: 2,
  // Modules stay in a worker's memory after their test, and the garbage collector looks through them again and again.
  workerIdleMemoryLimit: '600MB',
};
