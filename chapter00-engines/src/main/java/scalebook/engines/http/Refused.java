package scalebook.engines.http;

/** What a handler throws to answer with a status and one line. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  public Refused(int status, String why) {
    super(why);
    this.status = status;
  }

  public int status() {
    return status;
  }
}
