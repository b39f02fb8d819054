/** Why a text is not read: each refusal with its own true reason. */
import { describe, expect, it } from 'vitest';
import { blocks, read } from './layouts.ts';

describe('a refusal gives its own true reason', () => {
  it('where roles cannot be told, with the way to say them', async () => {
    const text = blocks(
      'Talk in the hall, May 8, 2023',
      'SMITH: We have a lot to do.',
      'JONES: That is so.',
      'SMITH: And we have begun.',
      'JONES: So we have.',
    );
    await expect(read(text)).rejects.toThrow(/(?:Smith|Jones).*line \d.*--official NAME/s);
  });

  it('for a debate', async () => {
    const text = blocks(
      'House Debates, May 8, 2023',
      'Mr. Smith: Mr. Speaker, I rise on a point of order. The hon. member is wrong.',
      'Mrs. Jones: Mr. Speaker, the hon. member knows that I am right.',
      'The Speaker: Order. The hon. member will sit down.',
    );
    await expect(read(text)).rejects.toThrow(/is a debate/);
  });

  it('for a sitting with one address', async () => {
    const text = blocks(
      'Joint Sitting, May 8, 2023',
      'Members of the Council assembled in the Chamber of the Town Hall at 11:00.',
      'The Speaker took the Chair.',
      'The SPEAKER: I now call upon the Governor to address the sitting.',
      'The GOVERNOR OF THE COAST: Madam Speaker, we have dredged the basin. I thank you.',
      'The Speaker adjourned the Joint Sitting at 12:08.',
    );
    await expect(read(text)).rejects.toThrow(/is a debate or a sitting of a chamber/);
  });

  const rows = [
    'SMITH,"We have begun, at last, and ""in earnest"".",7',
    'REPORTER,When?,1',
    'SMITH,"In spring,\nI think.",3',
  ];
  it.each([
    ['names', ['speaker,text,words', ...rows]],
    ['quoted names', ['"speaker","full text","words"', ...rows]],
  ])('for a table, by the %s of its columns', async (_, lines) => {
    await expect(read(lines.join('\n'))).rejects.toThrow(/is a table \(CSV\)/);
  });

  it('but no table for a place and commas in sentences', async () => {
    const text =
      'Ems,Coast,North\nMay 8, 2023\n\nQ: When, then?\n\nMayor Jones: In spring, we hope, at last.';
    await expect(read(text)).resolves.toMatchObject({ transcript: { turns: { length: 1 } } });
  });

  it('for a page of many links that says something, which is no list', async () => {
    const links = '<p><a href="/a">one</a> <a href="/b">two</a></p>'.repeat(9);
    const said = '<p>The minister said that the works would go on until the end of the year.</p>'.repeat(3);
    await expect(
      read(`<h1>Press briefing, May 8, 2023</h1>${links}${said}`, undefined, 'a.html'),
    ).rejects.toThrow(/holds no question/);
    await expect(read(`<h1>Press briefings of May 2023</h1>${links}`, undefined, 'a.html')).rejects.toThrow(
      /list of links/,
    );
  });

  it('for subtitles', async () => {
    const cue = (i: number, said: string) => `${i}\n00:00:0${i},000 --> 00:00:0${i},900\n${said}\n\n`;
    const text = `Press Briefing, May 8, 2023\n\n${cue(1, 'Mr. Earnest: Good\nafternoon.')}${cue(2, 'The Press: Let’s\ndo it.')}${cue(3, 'Mr. Earnest: Good.')}`;
    await expect(read(text)).rejects.toThrow(/is a file of subtitles/);
  });

  it('for questions without labelled answers', async () => {
    const text = blocks(
      'Press Conference, May 8, 2023',
      'Q. Is it so?',
      'It is.',
      'Q. Why is it so?',
      'We know not.',
    );
    await expect(read(text)).rejects.toThrow(/marks its questions \(line 3\) but not who answers/);
  });

  it.each([
    [
      'after the first exchange',
      'Ann Roe: Were you for it?',
      'Minister Stone: I was. It is quite natural.',
      'Why only now, then?',
      'There was a difficult situation a few months ago.',
      'Were there no other reasons?',
      'No, there were none.',
    ],
    [
      'before every answer',
      'Minister Stone: Good evening. I am glad to be here.',
      'Were you for it?',
      'Minister Stone: I was. It is quite natural.',
      'Why only now, then?',
      'Minister Stone: There was a difficult situation a few months ago.',
    ],
    [
      'that do not end with a mark',
      'Minister Stone: Good evening. I am glad to be here.',
      'But I do not comment, I only ask a simple question.',
      'Minister Stone: I was. It is quite natural.',
      'We all wonder about the others.',
      'Minister Stone: There was a difficult situation a few months ago.',
    ],
  ])('for questions without labels %s', async (_, ...lines) => {
    const text = blocks('Interview with Minister Jane Stone, May 8, 2023', ...lines);
    await expect(read(text)).rejects.toThrow(/leaves out who asks: “[WB].*\(line \d+\) has no label/s);
  });
});
