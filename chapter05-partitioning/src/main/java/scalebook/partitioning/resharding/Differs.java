package scalebook.partitioning.resharding;

import java.sql.SQLException;

/** The two sides differ: nothing was switched, and the move can be rolled back or tried again. */
public final class Differs extends SQLException {
  private static final long serialVersionUID = 1;

  Differs(String source, String target) {
    super("source has %s, target %s".formatted(source, target));
  }
}
