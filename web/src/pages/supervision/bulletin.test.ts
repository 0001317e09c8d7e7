import { describe, expect, it } from 'vitest';
import { directiveOf, linesOf, type Draft, type Read } from './bulletin';

const draft = (number: number, start: number, end: number, action = ''): Draft => ({
  number,
  mechanisms: [],
  action,
  actors: [],
  places: [],
  clocks: [],
  slogans: [],
  passage: { start, end, line: 1, text: '' },
});

const read = (text: string, directives: Draft[], meeting: Partial<Read['meeting']> = {}): Read => ({
  text,
  changes: [],
  meeting: { venues: [], agenda: [], assessment: [], ...meeting },
  speakers: [],
  directives,
  statements: [],
  doubts: [],
});

describe('the lines of a bulletin', () => {
  it('are parted where drafts were read', () => {
    expect(linesOf(read('会议强调，要甲。\n要乙。', [draft(1, 5, 7), draft(2, 9, 11)]))).toEqual([
      [{ text: '会议强调，' }, { text: '要甲', draft: 1 }, { text: '。' }],
      [{ text: '要乙', draft: 2 }, { text: '。' }],
    ]);
  });

  it('count characters, not halves of rare ones', () => {
    expect(linesOf(read('𫝈市要甲。', [draft(1, 2, 4)]))).toEqual([
      [{ text: '𫝈市' }, { text: '要甲', draft: 1 }, { text: '。' }],
    ]);
  });

  it('give a piece to the first of two drafts that overlap', () => {
    expect(linesOf(read('要甲要乙', [draft(2, 1, 4), draft(1, 0, 2)]))).toEqual([
      [
        { text: '要甲', draft: 1 },
        { text: '要乙', draft: 2 },
      ],
    ]);
  });
});

describe('a directive of drafts', () => {
  it('names the meeting and what was chosen, nobody and no time', () => {
    const of = read('', [draft(1, 0, 1, '甲'), draft(2, 1, 2, '乙'.repeat(400))], {
      name: '全县疫情防控会议',
      on: '2022-07-05',
      area_name: '山西省太原市清徐县',
    });
    const made = directiveOf(of, new Set([2]));
    expect(made.title).toBe('全县疫情防控会议');
    expect(made.source).toBe('全县疫情防控会议 · 2022-07-05 · 山西省太原市清徐县');
    expect(made.form).toBe('tasks');
    expect(made.listed).toEqual([{ title: '乙'.repeat(300), severity: 'major', party: 'territory' }]);
  });

  it('is empty where the text names nothing', () => {
    expect(directiveOf(read('', []), new Set())).toEqual({
      title: '',
      source: '',
      form: 'tasks',
      listed: [],
    });
  });
});
