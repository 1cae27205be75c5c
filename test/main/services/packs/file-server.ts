import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers one request; `rangeStart` is the first byte that it asks for, undefined without a Range header. */
export type Answer = (response: ServerResponse, rangeStart: number | undefined) => void;

/** A real HTTP server on loopback that gives the answers in turn, the last one from then on. */
export async function startFileServer(...answers: readonly [Answer, ...Answer[]]) {
  const rangeStarts: (number | undefined)[] = [];
  const server = createServer((request, response) => {
    const answer = answers[Math.min(rangeStarts.length, answers.length - 1)];
    const rangeStart = readRangeStart(request);
    rangeStarts.push(rangeStart);
    answer?.(response, rangeStart);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/pack.bin`,
    /** One entry for each request so far. */
    rangeStarts: rangeStarts as readonly (number | undefined)[],
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    },
  };
}

function readRangeStart({ headers }: IncomingMessage): number | undefined {
  const start = /^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1];
  return start === undefined ? undefined : Number(start);
}

/** Serves the content and honours ranges, as most servers do. */
export function serving(content: Buffer): Answer {
  return (response, rangeStart) => {
    if (rangeStart === undefined) {
      response.writeHead(200, { 'Content-Length': content.length }).end(content);
      return;
    }
    if (rangeStart >= content.length) {
      response.writeHead(416).end();
      return;
    }
    response.writeHead(206, {
      'Content-Length': content.length - rangeStart,
      'Content-Range': `bytes ${rangeStart}-${content.length - 1}/${content.length}`,
    });
    response.end(content.subarray(rangeStart));
  };
}

/** Serves all of the content whatever range is asked for. */
export function servingWhole(content: Buffer): Answer {
  return (response) => serving(content)(response, undefined);
}

/** Promises all of the content, then drops the connection after some of it. */
export function breakingOff(content: Buffer, after: number): Answer {
  return (response) => {
    response.writeHead(200, { 'Content-Length': content.length });
    response.write(content.subarray(0, after), () => response.destroy());
  };
}

/** Sends the content without saying how long it is. */
export function servingUnmeasured(content: Buffer): Answer {
  return (response) => {
    response.writeHead(200);
    response.end(content);
  };
}

/** Sends the beginning and then nothing more, keeping the connection open. */
export function stalling(content: Buffer, after: number): Answer {
  return (response) => {
    response.writeHead(200, { 'Content-Length': content.length });
    response.write(content.subarray(0, after));
  };
}
