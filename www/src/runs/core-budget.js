/** The core beyond the budget, which the page needs where there are still more claims. */
const SPARE = 1;

/**
 * The cores of a page, divided fairly among all that computes on it: every claim gets a core, and as
 * many more as it wants and others leave. Where there are more claims than cores, each may compute for
 * a share of the time; runs keep to it, experiments and checks, which end by themselves, do not.
 */
export class CoreBudget {
  #size;
  /** @type {Set<CoreClaim>} the claims that want or keep cores, the oldest first */
  #claims = new Set();

  /** @param {() => number} size the number of cores */
  constructor(size) {
    this.#size = size;
  }

  /** The number of cores. */
  get size() {
    return this.#size();
  }

  /**
   * A claim without cores so far.
   *
   * @param {() => void} [onChange] called when its number of cores or its share has changed
   */
  claim(onChange = () => {}) {
    return new CoreClaim(onChange, (claim) => {
      if (claim.hasEnded) this.#claims.delete(claim);
      else this.#claims.add(claim);
      this.#divide();
    });
  }

  #divide() {
    const claims = [...this.#claims];
    const before = claims.map(({ size, share }) => ({ size, share }));
    let left = this.size;
    /** @param {CoreClaim} claim @param {number} count */
    const give = (claim, count) => {
      claim.size += count;
      left -= count;
    };
    for (const claim of claims) {
      const { wanted, isExact } = claim;
      claim.size = 0;
      give(claim, isExact ? wanted : Math.min(wanted, 1));
    }
    let needy = claims;
    do {
      needy = needy.filter(({ size, wanted }) => size < wanted);
      for (const claim of needy.slice(0, Math.max(0, left))) give(claim, 1);
    } while (needy.length > 0 && left > 0);
    // A claim that rests keeps the cores that no other needs.
    for (const [at, claim] of claims.entries()) {
      const free = claim.isExact ? before[at].size : Math.max(0, left);
      if (claim.wanted === 0) give(claim, Math.min(before[at].size, free));
    }
    const busy = claims.filter(({ wanted }) => wanted > 0);
    const taken = busy.reduce((sum, { size }) => sum + size, 0);
    const share = busy.length > this.size + SPARE ? this.size / taken : 1;
    for (const claim of busy) claim.share = share;
    for (const [at, claim] of claims.entries()) {
      if (claim.size !== before[at].size || claim.share !== before[at].share) claim.onChange();
    }
  }
}

/** A claim to cores; made by `CoreBudget.claim`. */
export class CoreClaim {
  /** The number of cores that it has. */
  size = 0;
  /** The share of the time in which it may compute with them, at most 1. */
  share = 1;
  /** The greatest number that it can use; 0 while it rests. */
  wanted = 0;
  /** True where it gets that number, even if there are fewer cores. */
  isExact = false;
  hasEnded = false;
  onChange;
  #tell;

  /**
   * @param {() => void} onChange
   * @param {(claim: CoreClaim) => void} tell the budget of a change
   */
  constructor(onChange, tell) {
    this.onChange = onChange;
    this.#tell = tell;
  }

  /**
   * @param {number} wanted
   * @param {boolean} [isExact]
   */
  want(wanted, isExact = false) {
    if (!this.hasEnded && this.wanted === wanted && this.isExact === isExact) return;
    Object.assign(this, { wanted, isExact, hasEnded: false });
    this.#tell(this);
  }

  /** Gives all cores back, until it wants some again. */
  end() {
    if (this.hasEnded) return;
    Object.assign(this, { size: 0, wanted: 0, hasEnded: true });
    this.#tell(this);
  }
}
