export default async function stopAfterAllTests() {
  await globalThis.emulatorsOfThisRun?.stop();
  await globalThis.removeWebOfThisRun?.();
}
