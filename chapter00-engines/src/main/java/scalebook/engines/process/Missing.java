package scalebook.engines.process;

/** This machine lacks something; the message is one line that says what, and what to do. */
public final class Missing extends RuntimeException {
  private static final long serialVersionUID = 1;

  public Missing(String what, Throwable cause) {
    super(what, cause);
  }

  public Missing(String what) {
    this(what, null);
  }
}
