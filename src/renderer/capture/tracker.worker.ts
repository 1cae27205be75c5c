import { AppError } from '../../shared/contract/app-error.ts';
import { CaptureEngine } from './capture-engine.ts';
import type { TrackerCommand, TrackerReport } from './tracker-messages.ts';

declare const self: DedicatedWorkerGlobalScope;

let engine: CaptureEngine | undefined;
let resolvePort: ((port: MessagePort | undefined) => void) | undefined;

function report(message: TrackerReport): void {
  self.postMessage(message);
}

async function requestPort(): Promise<MessagePort> {
  report({ type: 'port-wanted' });
  const port = await new Promise<MessagePort | undefined>((resolve) => {
    resolvePort = resolve;
  });
  if (port === undefined) {
    throw new AppError('backend/disconnected', 'The page has no port to Furrow’s services.');
  }
  return port;
}

self.addEventListener('message', ({ data: command }: MessageEvent<TrackerCommand>) => {
  if (command.type === 'start') {
    engine = new CaptureEngine({ start: command, origin: self.location.origin, report, requestPort });
  } else if (command.type === 'port') {
    resolvePort?.(command.port);
  } else {
    engine?.handle(command);
  }
});
