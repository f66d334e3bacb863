package scalebook.microservices.shop;

import java.io.IOException;
import scalebook.microservices.resilience.Deadline;

/** How one function reaches another: a call in the same program, or one over the network. */
@FunctionalInterface
public interface Others {
  /** {@code repeatable}: to do it twice is to do it once. */
  Reply call(
      Function function,
      String method,
      String path,
      String body,
      boolean repeatable,
      Deadline deadline)
      throws IOException;
}
