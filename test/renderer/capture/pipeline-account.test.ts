import { describe, expect, it } from 'vitest';
import { PipelineAccount } from '../../../src/renderer/capture/pipeline-account.ts';
import { DEFAULT_PIPELINE_SETTINGS } from '../../../src/shared/core/tracking/pipeline-settings.ts';

const linked = { ...DEFAULT_PIPELINE_SETTINGS, linkBlinks: true };

describe('PipelineAccount', () => {
  it('begins with the defaults of a fresh pipeline', () => {
    expect(new PipelineAccount().news).toEqual({ pipeline: DEFAULT_PIPELINE_SETTINGS, reset: true });
  });

  it('tells each piece of news once, and keeps it until it is told', () => {
    const account = new PipelineAccount();
    account.told();
    expect(account.news).toBeUndefined();

    account.reset([1, 2]);
    account.configured(linked);
    expect(account.news).toEqual({ pipeline: linked, reset: true, learned: [1, 2] });
    account.told();

    expect(account.news).toBeUndefined();
  });

  it('tells a new listener the settings without claiming a fresh start', () => {
    const account = new PipelineAccount();
    account.configured(linked);
    account.told();

    account.restate();

    expect(account.news).toEqual({ pipeline: linked, reset: false });
  });
});
