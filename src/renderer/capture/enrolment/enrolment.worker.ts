import { toAppError } from '../../../shared/contract/app-error.ts';
import type { EnrolmentFrame } from './enrolment-feed.ts';
import type { EnrolmentCommand, EnrolmentReport } from './enrolment-messages.ts';
import { EnrolmentRun } from './enrolment-run.ts';

declare const self: DedicatedWorkerGlobalScope;

let run: EnrolmentRun | undefined;

function report(message: EnrolmentReport): void {
  self.postMessage(message, message.type === 'done' ? [message.bytes.buffer] : []);
}

async function begin(start: Extract<EnrolmentCommand, { type: 'start' }>): Promise<void> {
  try {
    run = await EnrolmentRun.begin({ start, origin: self.location.origin, report });
  } catch (thrown) {
    const { code, message } = toAppError(thrown, 'enrolment/failed');
    report({ type: 'failed', failure: { code, message }, canGoOn: false });
  }
}

/** Takes frames from a tracker worker: each answer asks for the next. */
function listenTo(port: MessagePort): void {
  port.onmessage = ({ data: frame }: MessageEvent<EnrolmentFrame>) => {
    try {
      run?.take(frame);
    } finally {
      frame.picture.close();
      port.postMessage(undefined);
    }
  };
}

self.addEventListener('message', ({ data: command }: MessageEvent<EnrolmentCommand>) => {
  if (command.type === 'start') {
    void begin(command);
  } else if (command.type === 'frames') {
    listenTo(command.port);
  } else {
    run?.handle(command);
  }
});
