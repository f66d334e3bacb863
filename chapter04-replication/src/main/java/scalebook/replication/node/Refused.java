package scalebook.replication.node;

import java.io.IOException;

/** "No", with a reason: nothing was done. */
public final class Refused extends IOException {
  private static final long serialVersionUID = 1L;

  public Refused(String why) {
    super(why);
  }
}
