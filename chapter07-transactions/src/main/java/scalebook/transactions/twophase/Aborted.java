package scalebook.transactions.twophase;

/** The transaction was rolled back everywhere, or will be: nothing of it stays. */
public final class Aborted extends Exception {
  private static final long serialVersionUID = 1;

  Aborted(String why, Throwable cause) {
    super(why, cause);
  }
}
