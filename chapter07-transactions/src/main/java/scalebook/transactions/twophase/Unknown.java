package scalebook.transactions.twophase;

/** The answer to the one question that counts was lost: it may be committed, it may be not. */
public final class Unknown extends Exception {
  private static final long serialVersionUID = 1;

  Unknown(String why, Throwable cause) {
    super(why, cause);
  }
}
