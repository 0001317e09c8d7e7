// Forms by the kind of fact that they record.
import type { ComponentType } from 'react';
import type { Recorded } from '../evidence';
import { FillGap, VerifyProblem, WriteOrder } from './elsewhere';
import { RecordCheck, RecordTest } from './measured';
import type { FormProps } from './shared';
import {
  AdmitCase,
  DisposeVisit,
  Investigate,
  IsolateCase,
  LiftOrder,
  PlanTreatment,
  ReachContact,
  ReleaseOrder,
  ReportCase,
  ReportFever,
  ReviewGlass,
  ReviseCard,
  StartOrder,
} from './steps';

export const FORMS: Record<Recorded, ComponentType<FormProps>> = {
  fever_reported: ReportFever,
  visit_disposed: DisposeVisit,
  test_result: RecordTest,
  case_reported: ReportCase,
  card_revised: ReviseCard,
  investigation_done: Investigate,
  case_isolated: IsolateCase,
  case_admitted: AdmitCase,
  treatment_planned: PlanTreatment,
  contact_reached: ReachContact,
  isolation_started: StartOrder,
  order_issued: WriteOrder,
  order_amended: WriteOrder,
  order_released: ReleaseOrder,
  order_lifted: LiftOrder,
  check_done: RecordCheck,
  glass_reviewed: ReviewGlass,
  duty_gap_filled: FillGap,
  rectification_verified: VerifyProblem,
};
