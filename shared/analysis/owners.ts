import { UNOWNED } from '../model/cost.ts';
import type { Owner } from '../model/ownership.ts';

/** The teams that an owner stands for, with their parts of one; what serves everybody is in nobody's place. */
export function sharesOf(owner: Owner): readonly { readonly team: string; readonly part: number }[] {
  switch (owner.kind) {
    case 'team':
      return [{ team: owner.team, part: 1 }];
    case 'unowned':
      return [{ team: UNOWNED, part: 1 }];
    case 'shared':
      return [];
    case 'split': {
      const whole = owner.shares.reduce((sum, { weight }) => sum + weight, 0n);
      return owner.shares.map(({ team, weight }) => ({ team, part: Number(weight) / Number(whole) }));
    }
  }
}
