package scalebook.transactions.shop;

import java.sql.SQLNonTransientException;

/** A database says no: no money, no stock, no truck. Nothing has happened there. */
public final class Refused extends SQLNonTransientException {
  private static final long serialVersionUID = 1;

  public Refused(String why) {
    super(why);
  }
}
