import { createNodeProcessEndpoint } from '../../src/shared/contract/process-endpoint.ts';
import { serveTestContract } from './contract-under-test.ts';

/** Entry of a child process that serves the test contract to its parent. */
serveTestContract(createNodeProcessEndpoint(process as Parameters<typeof createNodeProcessEndpoint>[0]));
