import { EmulatorError } from '../support/emulators/emulatorError.ts';
import { listenForMail } from './demo/control.ts';
import type { Demo } from './demo/demo.ts';
import { DemoError, UsageError } from './demo/demoError.ts';
import { Keyboard } from './demo/keyboard.ts';
import { HELP, type Options, readOptions } from './demo/options.ts';
import { chooseFunctionsPort, chooseWebPort } from './demo/ports.ts';
import { loadCredentials } from './demo/realCredentials.ts';
import { paint, Screen } from './demo/screen.ts';
import type { Session } from './demo/session.ts';
import { startReal } from './demo/startReal.ts';
import { startSimulated } from './demo/startSimulated.ts';

/** Runs the demo until it is stopped, and clears away whatever it started, however far it came. */
async function run(options: Options): Promise<void> {
  const stop = new AbortController();
  stopOnSignals(stop);
  await using resources = new AsyncDisposableStack();
  const session: Session = { options, stop, resources, screen: new Screen(), keyboard: new Keyboard() };
  try {
    const startedAt = performance.now();
    const demo = await start(session);
    await show(session, demo, (performance.now() - startedAt) / 1000);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  }
  if (stop.signal.reason instanceof DemoError) throw stop.signal.reason;
}

/** The first time in good order; whoever insists gets out at once, and nothing survives this process. */
function stopOnSignals(stop: AbortController): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => (stop.signal.aborted ? process.exit(130) : stop.abort()));
  }
}

async function start(session: Session): Promise<Demo> {
  const { options, resources, screen } = session;
  const port = await chooseFunctionsPort(options);
  const ports = { port, webPort: await chooseWebPort(options) };
  if (options.gmail === 'real') loadCredentials(port);
  const where = options.gmail === 'real' ? "with Google's own Gmail" : 'everything on this machine';
  screen.line(`${paint('bold', 'Native Gmail Sync')}, ${where}\n`);
  if (options.gmail === 'real') return startReal(session, ports);
  const demo = await startSimulated(session, ports);
  resources.defer(await listenForMail((mail) => demo.deliver(mail)));
  return demo;
}

async function show(session: Session, demo: Demo, seconds: number): Promise<void> {
  const { screen, keyboard, stop, options } = session;
  const quit = () => stop.abort();
  const showSummary = async () => screen.line(`\n${await demo.summary()}\n`);
  const keys = {
    ...demo.keys,
    s: { does: 'summary', press: showSummary },
    q: { does: 'quit', press: quit },
  };
  const legend = Object.entries(keys).map(([key, { does }]) => `${paint('bold', key)} ${does}`);
  screen.line(`\n${paint(['bold', 'green'], 'Ready')} in ${seconds.toFixed(1)} s\n\n${demo.introduction}\n`);
  screen.line(`  ${keyboard.isThere ? legend.join('   ') : 'Ctrl-C quits.'}\n`);

  keyboard.listen(keys, quit);
  const timer = options.forSeconds === undefined ? undefined : setTimeout(quit, options.forSeconds * 1000);
  demo.begin();
  await new Promise<void>((resolve) => {
    if (stop.signal.aborted) resolve();
    stop.signal.addEventListener('abort', () => resolve());
  });
  clearTimeout(timer);
  keyboard.stop();
  await demo.end();
  await showSummary();
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') console.log(HELP);
  else await run(options);
  process.exit(0);
} catch (error) {
  const isExpected =
    error instanceof DemoError || error instanceof UsageError || error instanceof EmulatorError;
  console.error(isExpected ? error.message : error);
  process.exit(error instanceof UsageError ? 2 : 1);
}
