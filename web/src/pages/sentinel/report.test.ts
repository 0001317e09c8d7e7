import { describe, expect, it } from 'vitest';
import { commandOf, EMPTY, enteredOf, faultsOf, idNumberFault, type Entered } from './report';

const NOW = Date.parse('2022-07-03T04:00:00Z');
const instant = (wall: string) => `${wall}+08:00`;
const entered = (change: Partial<Entered>): Entered => ({ ...EMPTY, area: '140105001', ...change });
const faults = (change: Partial<Entered>) =>
  faultsOf(entered(change), NOW, instant).map(({ field, why }) => `${field} ${why}`);

describe('a fever', () => {
  it('is told with what was said, and nothing else', () => {
    expect(commandOf(entered({}), NOW)).toEqual({ new_person: { area: '140105001' }, symptoms: ['fever'] });
    expect(
      commandOf(
        entered({ sex: 'f', age: '３４', temperature: '３８．５', symptoms: ['fever', 'cough'] }),
        NOW,
      ),
    ).toEqual({
      new_person: { area: '140105001', sex: 'f', birth_year: 1988 },
      symptoms: ['fever', 'cough'],
      temperature_c: 38.5,
    });
  });

  it('takes what is pasted in its stride', () => {
    const pasted = entered({
      name: '  李\r\n华\u200b ',
      phone: '１３８－００００－１２３４\n０３５１',
      idNumber: '１１０１０５ １９４９１２３１ ００２ｘ\r\n',
      sex: 'm',
      age: '73',
    });
    expect(faultsOf(pasted, NOW, instant)).toEqual([]);
    expect(commandOf(pasted, NOW).new_person).toEqual({
      area: '140105001',
      name: '李 华',
      phone: '138-0000-1234 0351',
      // It tells sex and year of birth.
      id_number: '11010519491231002X',
    });
  });

  it('is refused at the bedside for what the server would refuse hours later', () => {
    expect(faults({ temperature: '365' })).toEqual(['temperature range']);
    expect(faults({ temperature: 'hot' })).toEqual(['temperature range']);
    expect(faults({ age: '250' })).toEqual(['age range']);
    expect(faults({ name: '王'.repeat(20_000) })).toEqual(['name long']);
    expect(faults({ phone: '1'.repeat(101) })).toEqual(['phone long']);
    expect(faults({ idNumber: '110105194912310021' })).toEqual(['idNumber check']);
    expect(faults({ ago: 'other' })).toEqual(['seenAt missing']);
    expect(faults({ ago: 'other', seenAt: '2022-07-03T12:30' })).toEqual(['seenAt future']);
    expect(faults({ ago: 'other', seenAt: '1861-12-05T09:00' })).toEqual(['seenAt old']);
    expect(faults({ ago: 'other', seenAt: '2022-07-03T11:30' })).toEqual([]);
  });

  it.each([
    ['11010519491231002X', undefined],
    ['11010519491231002x', undefined],
    ['110105194912310020', 'check'],
    ['1101051949', undefined],
    ['11010519491231002', 'length'],
    ['110105189912310023', 'day'],
    ['110105202202300019', 'day'],
    ['110105491231002', undefined],
    ['E12345678', undefined],
    ['E'.repeat(41), 'long'],
  ])('knows a sound identity number: %s', (number, fault) => {
    expect(idNumberFault(number, NOW)).toBe(fault);
  });

  it('can be opened again when it was refused', () => {
    const first = entered({
      sex: 'f',
      age: '34',
      temperature: '38.5',
      name: '李华',
      symptoms: ['fever', 'rash'],
    });
    const again = enteredOf(commandOf(first, NOW), NOW);
    expect(again).toEqual(first);
    expect(commandOf({ ...again, another: true }, NOW).new_person?.known_duplicate).toBe(true);
    expect(commandOf({ ...again, known: 'p1' }, NOW)).toEqual({
      person: 'p1',
      symptoms: ['fever', 'rash'],
      temperature_c: 38.5,
    });
  });
});
