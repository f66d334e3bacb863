package scalebook.transactions.isolation;

/**
 * What protects one saga's payment from other sagas and from readers, each against one anomaly.
 *
 * @param pending a payment is marked until its saga's end, and readers leave it out (semantic lock)
 * @param update how an account is changed
 * @param rereads a refund looks first whether the payment is there
 * @param strictFrom orders of this many pieces keep their lock until the end, as in two-phase
 *     commit (by value)
 */
public record Countermeasures(boolean pending, Update update, boolean rereads, int strictFrom) {
  public static final int NEVER = Integer.MAX_VALUE;
  public static final Countermeasures NONE =
      new Countermeasures(false, Update.OVERWRITE, false, NEVER);

  /** Ways to change a row that others change too. */
  public enum Update {
    /** Read it, compute, write it: what came between is gone. */
    OVERWRITE,
    /** The same, unless its version has changed meanwhile: then again. */
    VERSION,
    /** "Ten less" instead of "now ninety": any order of such changes has the same result. */
    COMMUTATIVE
  }

  public Countermeasures with(Update other) {
    return new Countermeasures(pending, other, rereads, strictFrom);
  }

  public Countermeasures pending(boolean on) {
    return new Countermeasures(on, update, rereads, strictFrom);
  }

  public Countermeasures rereads(boolean on) {
    return new Countermeasures(pending, update, on, strictFrom);
  }

  public Countermeasures strictFrom(int pieces) {
    return new Countermeasures(pending, update, rereads, pieces);
  }
}
