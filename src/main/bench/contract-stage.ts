import { once } from 'node:events';
import { WebSocket, WebSocketServer } from 'ws';
import type { PublishedFrame } from '../../shared/contract/backend.ts';
import {
  type CapturedFrame,
  type HeadlessCaptureContract,
  headlessCaptureParsers,
} from '../../shared/contract/headless-capture.ts';
import { connect, serve } from '../../shared/contract/rpc.ts';
import { createWebSocketEndpoint } from '../../shared/contract/web-socket-endpoint.ts';
import type { StageCost } from './stage.ts';
import { timeAsyncCalls } from './time-calls.ts';

/** A frame over a real WebSocket on loopback: encoded, sent, decoded, checked and answered. */
export async function measureContract(published: PublishedFrame): Promise<StageCost> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  server.on('connection', (socket) => {
    serve<HeadlessCaptureContract>(createWebSocketEndpoint(socket), {
      requests: {
        'capture/next': () => undefined,
        'capture/begin': () => undefined,
        'capture/frame': () => undefined,
        'capture/work': () => undefined,
        'capture/end': () => undefined,
        'face/read-relief': () => undefined,
        'relief/measure': () => Promise.reject(new Error('nothing is measured here')),
      },
      signals: {},
      parsers: headlessCaptureParsers,
      onBadMessage: () => undefined,
    });
  });
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const client = connect<HeadlessCaptureContract>(
    createWebSocketEndpoint(new WebSocket(`ws://127.0.0.1:${port}`)),
  );
  const captured: CapturedFrame = { ...published, trackMilliseconds: 0 };
  try {
    return {
      stage: 'contract round trip',
      conditions: 'one frame and its answer, WebSocket on loopback',
      ...(await timeAsyncCalls(() => client.request('capture/frame', captured))),
      bytesPerCall: undefined,
      budget: undefined,
    };
  } finally {
    client.close();
    server.close();
  }
}
