// What may be lent, in words.
import type { TextKey } from '@/i18n';
import type { Action } from '@/session';

/** Administration and erasure are lent to nobody. */
type Lendable = Exclude<Action, 'administer' | 'erase_person'>;

export const ACTION_TEXT: Record<Lendable, TextKey> = {
  report_fever: 'ui-duty-may-report-fever',
  record_test: 'ui-duty-may-record-test',
  register_person: 'ui-duty-may-register-person',
  read_personal: 'ui-duty-may-read-personal',
  read_cases: 'ui-duty-may-read-cases',
  manage_cases: 'ui-duty-may-manage-cases',
  treat_cases: 'ui-duty-may-treat-cases',
  trace_contacts: 'ui-duty-may-trace-contacts',
  read_orders: 'ui-duty-may-read-orders',
  issue_orders: 'ui-duty-may-issue-orders',
  carry_out_orders: 'ui-duty-may-carry-out-orders',
  decide_appeals: 'ui-duty-may-decide-appeals',
  read_obligations: 'ui-duty-may-read-obligations',
  waive_obligations: 'ui-duty-may-waive-obligations',
  hand_over: 'ui-duty-may-hand-over',
  issue_directives: 'ui-duty-may-issue-directives',
  rectify: 'ui-duty-may-rectify',
  verify_rectification: 'ui-duty-may-verify-rectification',
  manage_duty: 'ui-duty-may-manage-duty',
  set_zones: 'ui-duty-may-set-zones',
  set_posture: 'ui-duty-may-set-posture',
  release_bulletins: 'ui-duty-may-release-bulletins',
  import_cases: 'ui-duty-may-import-cases',
  withdraw_facts: 'ui-duty-may-withdraw-facts',
  read_audit: 'ui-duty-may-read-audit',
  review_glass: 'ui-duty-may-review-glass',
};

/** Those of some actions that may be lent, in the order of the matrix. */
export function lendable(actions: readonly string[]): Lendable[] {
  const all = Object.keys(ACTION_TEXT) as Lendable[];
  return all.filter((action) => actions.includes(action));
}
