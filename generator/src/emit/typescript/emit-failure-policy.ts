import { errorClasses, type FailurePolicy } from '../../model/contract-model.ts';
import { durationText } from '../../model/duration.ts';
import { arrayLiteral, type Expression } from '../../print/constant-statement.ts';
import { stringLiteral } from '../../print/identifier.ts';

/** The members of a route that say what follows a failure, of those that the contract says anything of. */
export interface PolicyLiterals {
  readonly retry?: Expression;
  readonly errors?: Expression;
}

export function policyLiterals(policy: FailurePolicy | undefined): PolicyLiterals {
  if (policy === undefined) return {};
  const { attempts, later, timeout, errors } = policy;
  const retry = [
    ...(attempts === undefined ? [] : [`attempts: ${attempts}`]),
    ...(later === undefined ? [] : [`later: [${later.map(numberText).join(', ')}]`]),
    ...(timeout === undefined ? [] : [`timeout: ${numberText(timeout)}`]),
  ];
  const classes = errors.map((one) => `{ error: ${stringLiteral(one.error)}, class: ${stringLiteral(one.class)} }`);
  return {
    ...(retry.length === 0 ? {} : { retry: `{ ${retry.join(', ')} }` }),
    ...(classes.length === 0 ? {} : { errors: arrayLiteral(classes) }),
  };
}

/** 30000 is `30_000`. */
const numberText = (value: number): string => String(value).replaceAll(/\B(?=(?:\d{3})+$)/g, '_');

/** The same for whoever hovers over the handler; empty where the contract says nothing. */
export function failurePolicyDoc(policy: FailurePolicy | undefined): string {
  if (policy === undefined) return '';
  const tries = [attemptsDoc(policy), laterDoc(policy), timeoutDoc(policy)].filter((text) => text !== '');
  const classes = errorClasses.flatMap((one) => {
    const names = policy.errors.filter((error) => error.class === one).map(({ error }) => `\`${error}\``);
    return names.length === 0 ? [] : [`${one} ${names.join(', ')}`];
  });
  return [
    ...(tries.length === 0 ? [] : [`On failure: ${tries.join(', ')}.`]),
    ...(classes.length === 0 ? [] : [`Errors: ${classes.join('; ')}.`]),
  ].join('\n');
}

const attemptsDoc = ({ attempts }: FailurePolicy): string =>
  attempts === undefined ? '' : `${attempts} ${attempts === 1 ? 'try' : 'tries'} in place`;

function laterDoc({ later }: FailurePolicy): string {
  if (later === undefined) return '';
  return later.length === 0 ? 'no later tries' : `later tries after ${later.map(durationText).join(', ')}`;
}

const timeoutDoc = ({ timeout }: FailurePolicy): string =>
  timeout === undefined ? '' : `each aborted after ${durationText(timeout)}`;
