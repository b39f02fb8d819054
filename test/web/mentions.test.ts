import { describe, expect, it } from 'vitest';
import { findMentions } from '../../web/playground/mentions.ts';

describe('where a text names a topic', () => {
  it.each([
    ['Huawei’s phones, and HUAWEI. No huaweian.', ['Huawei'], ['Huawei', 'HUAWEI']],
    ['They told us that the US and the U.S. Army came.', ['US', 'U.S.'], ['US', 'U.S']],
    ['See CDC.gov for the CDC.', ['CDC'], ['CDC', 'CDC']],
    ['Cyber-security is cyber security.', ['cyber security'], ['Cyber-security', 'cyber security']],
    [
      'The Munich Security Conference on security',
      ['Munich Security Conference', 'Security'],
      ['Munich Security Conference'],
    ],
    ['Erdoğan and Erdogan', ['Erdoğan'], ['Erdoğan', 'Erdogan']],
    ['根据《国家情报法》的规定', ['国家情报法'], ['国家情报法']],
    ['Nothing of the kind.', ['Huawei', ''], []],
  ])('%s', (text, spellings, mentions) => {
    const found = findMentions(text, spellings);
    expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(mentions);
  });
});
