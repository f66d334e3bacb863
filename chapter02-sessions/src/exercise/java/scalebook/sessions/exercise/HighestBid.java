package scalebook.sessions.exercise;

import java.util.List;
import scalebook.lab.exercise.Todo;

/**
 * A client's address chooses its worker, and keeps it while other workers come and go. Nothing is
 * remembered, so all balancers choose the same, also after a restart.
 */
public final class HighestBid {
  /**
   * The worker of this address.
   *
   * @param alive the names of the workers in rotation, at least one, in any order
   */
  public String pick(String address, List<String> alive) {
    throw new Todo("each worker bids for the address, and the highest bid wins");
  }
}
