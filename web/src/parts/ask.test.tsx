import { fireEvent, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { show } from '../../test/render';
import { Ask, RoomTabs } from '.';

// Dialogs take their time on a busy machine.
vi.setConfig({ testTimeout: 30_000 });
const command = { pending: false, problem: null };

describe('the dialog before an act', () => {
  it('says what will happen, and acts with a reason alone', async () => {
    const act = vi.fn();
    await show(
      <Ask
        title="Undo?"
        consequence="Persons are erased."
        confirm="Undo it"
        reason="ui-clinical-reason"
        command={command}
        act={act}
        close={vi.fn()}
      />,
    );
    await screen.findByText('Persons are erased.');
    await userEvent.click(screen.getByRole('button', { name: 'Undo it' }));
    await screen.findByText('Reason is missing.');
    expect(act).not.toHaveBeenCalled();
    fireEvent.change(screen.getByLabelText('Reason'), { target: { value: '  by  mistake ' } });
    await userEvent.click(screen.getByRole('button', { name: 'Undo it' }));
    await vi.waitFor(() => expect(act).toHaveBeenCalledWith('by  mistake'));
  });

  it('waits for the tick, and does nothing in the past', async () => {
    const act = vi.fn();
    const close = vi.fn();
    const { unmount } = await show(
      <Ask
        title="Erase?"
        consequence="For good."
        confirm="Erase"
        tick="I know."
        command={command}
        act={act}
        close={close}
      />,
    );
    const button = await screen.findByRole('button', { name: 'Erase' });
    expect(button).toHaveProperty('disabled', true);
    await userEvent.click(screen.getByRole('checkbox', { name: 'I know.' }));
    await userEvent.click(button);
    await vi.waitFor(() => expect(act).toHaveBeenCalledWith(''));
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(close).toHaveBeenCalledOnce();
    unmount();
    await show(
      <Ask
        title="Erase?"
        consequence="For good."
        confirm="Erase"
        command={{ ...command, barred: true }}
        act={act}
        close={close}
      />,
    );
    expect(await screen.findByRole('button', { name: 'Erase' })).toHaveProperty('disabled', true);
    await screen.findByText(/looking at the past/);
  });
});

describe('tabs of a room', () => {
  const tabs = [
    { path: '/cases', label: 'ui-clinical-menu' as const, may: 'read_cases' as const },
    { path: '/cases/new', label: 'ui-clinical-number' as const },
    { path: '/audit', label: 'ui-clinical-reason' as const, may: 'read_audit' as const },
  ];
  it('are those that somebody may see, and say where he is', async () => {
    await show(<RoomTabs label="ui-menu" tabs={tabs} />, { at: '/cases/new?area=140105' });
    const links = await screen.findAllByRole('link');
    expect(links.map((link) => link.getAttribute('href'))).toEqual([
      '/cases?area=140105',
      '/cases/new?area=140105',
    ]);
    expect(links.map((link) => link.getAttribute('aria-current'))).toEqual([null, 'page']);
  });
  it('are not there where there is but one', async () => {
    const { container } = await show(<RoomTabs label="ui-menu" tabs={tabs.slice(0, 1)} />);
    expect(container.querySelector('nav')).toBeNull();
  });
});
