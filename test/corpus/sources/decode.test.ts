/** Bytes that are text, and bytes that are not. */
import { describe, expect, it } from 'vitest';
import { TranscriptError } from '../../../corpus/errors.ts';
import { decodeText, MAX_BYTES } from '../../../corpus/sources/decode.ts';
import { bytes } from '../helpers.ts';

const decode = (input: Uint8Array) => decodeText('a.txt', input);

describe('decodeText', () => {
  it('reads UTF-8 as it is, but for the byte-order mark', () => {
    expect(decode(bytes('\ufeffQ: “Why”?\r\n'))).toBe('Q: “Why”?\r\n');
  });

  it('falls back to GB 18030', () => {
    // 问：中国, then an English text with a curly apostrophe.
    expect(decode(Uint8Array.of(0xce, 0xca, 0xa3, 0xba, 0xd6, 0xd0, 0xb9, 0xfa))).toBe('问：中国');
    expect(decode(Uint8Array.of(...bytes('China'), 0xa1, 0xaf, ...bytes('s view of it')))).toBe(
      'China’s view of it',
    );
  });

  it('reads UTF-16 by its mark', () => {
    expect(decode(Uint8Array.of(0xff, 0xfe, 0x51, 0x00, 0x3a, 0x00))).toBe('Q:');
    expect(decode(Uint8Array.of(0xfe, 0xff, 0x00, 0x51, 0x00, 0x3a))).toBe('Q:');
  });

  it('believes a declared character set unless the text belies it', () => {
    const western = Uint8Array.of(...bytes('China'), 0x92, ...bytes('s view of it'));
    expect(decodeText('a.html', western, 'windows-1252')).toBe('China’s view of it');
    const chinese = Uint8Array.of(0xce, 0xca, 0xa3, 0xba, 0xd6, 0xd0, 0xb9, 0xfa);
    expect(decodeText('a.html', chinese, 'iso-8859-1')).toBe('问：中国');
    expect(decodeText('a.html', chinese, 'x-no-such-set')).toBe('问：中国');
    expect(decodeText('a.html', Uint8Array.of(0x82, 0xa0), 'shift_jis')).toBe('あ');
  });

  it.each([
    ['nothing', bytes(''), /is empty/],
    ['white space only', bytes(' \n\u00a0\u3000\n'), /is empty/],
    ['NUL bytes', Uint8Array.of(0x51, 0x00, 0x3a, 0x00), /binary/],
    ['control characters', new Uint8Array(100).fill(0x02), /binary/],
    ['neither encoding', Uint8Array.of(0x51, 0xff, 0xff, 0x51), /neither UTF-8 nor GB 18030/],
    [
      'a Western code page',
      Uint8Array.of(...bytes('China'), 0x92, ...bytes('s view of it')),
      /neither UTF-8/,
    ],
    ['too much', new Uint8Array(MAX_BYTES + 1).fill(0x61), /larger than 16 MiB/],
  ])('refuses %s and names the file', (_, input, message) => {
    expect(() => decode(input)).toThrow(TranscriptError);
    expect(() => decode(input)).toThrow(message);
    expect(() => decode(input)).toThrow(/^a\.txt /);
  });
});
