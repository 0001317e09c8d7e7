import { describe, expect, it } from 'vitest';
import { personWords } from './person-query';

describe('what is typed to find a person', () => {
  it('is told apart by its form, however it was pasted', () => {
    expect(personWords('  王 小明 ')).toEqual({ name: '王 小明' });
    expect(personWords('１３９ １２３４ ５６７８')).toEqual({ phone: '13912345678' });
    expect(personWords('+86 139-1234-5678')).toEqual({ phone: '+8613912345678' });
    expect(personWords('11010519491231002x')).toEqual({ id_number: '11010519491231002X' });
    expect(personWords('110105 19491231 002X\n')).toEqual({ id_number: '11010519491231002X' });
    expect(personWords('Maria-Silva 2')).toEqual({ name: 'Maria-Silva 2' });
  });

  it('is nothing where nothing was typed', () => {
    expect(personWords(' \u3000\n')).toBeUndefined();
  });
});
